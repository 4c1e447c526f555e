namespace MoECollab.Training.Reports.Charts;

/// <summary>Colours and type of all charts, for light and dark. Charts carry class names only, so that a page or a picture
/// decides, and no <c>style</c> attribute stands against a strict content security policy.</summary>
public static class ChartStyle
{
    /// <summary>Series that have a colour of their own; further ones begin anew.</summary>
    public const int Series = 6;

    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --panel: #f6f7f9; --ink: #1c2430; --muted: #5d6878; --line: #c9d0d9; --grid: #e6eaef;
          --accent: #2f5fd0; --accent-soft: #dfe8fb; --on-accent: #ffffff; --good: #1a7f4b; --bad: #b8372b;
          --s0: #2f5fd0; --s1: #d9782d; --s2: #2a9d6f; --s3: #a64ac9; --s4: #c2334d; --s5: #6b7a8f;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #12161c; --panel: #1a2029; --ink: #e6eaf0; --muted: #98a4b5; --line: #3a4453; --grid: #262e3a;
            --accent: #7aa2ff; --accent-soft: #22304d; --on-accent: #0d1420; --good: #5fd39a; --bad: #ff8d80;
            --s0: #7aa2ff; --s1: #f0a35e; --s2: #5fd39a; --s3: #cf8cf0; --s4: #ff8096; --s5: #98a4b5;
          }
        }
        svg.chart { display: block; width: 100%; height: auto; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-size: 13px; }
        svg.chart text { fill: var(--ink); }
        svg.chart text.muted { fill: var(--muted); }
        svg.chart text.small { font-size: 11.5px; }
        svg.chart text.strong { font-weight: 650; }
        svg.chart text.inverse { fill: var(--on-accent); }
        svg.chart .axis { stroke: var(--line); stroke-width: 1; fill: none; }
        svg.chart .grid { stroke: var(--grid); stroke-width: 1; }
        svg.chart .mark { stroke: var(--muted); stroke-width: 1.25; stroke-dasharray: 4 3; }
        svg.chart .track { fill: var(--grid); }
        svg.chart .cell { fill: var(--accent); }
        svg.chart .frame { fill: none; stroke: var(--line); }
        svg.chart .ring { fill: none; stroke: var(--s0); stroke-width: 1.5; opacity: .55; }
        svg.chart .good { fill: var(--good); stroke: var(--good); }
        svg.chart .bad { fill: var(--bad); stroke: var(--bad); }
        svg.chart .even { fill: var(--muted); stroke: var(--muted); }
        svg.chart .interval { stroke-width: 3; stroke-linecap: round; }
        svg.chart .f0 { fill: var(--s0); } svg.chart .f1 { fill: var(--s1); } svg.chart .f2 { fill: var(--s2); }
        svg.chart .f3 { fill: var(--s3); } svg.chart .f4 { fill: var(--s4); } svg.chart .f5 { fill: var(--s5); }
        svg.chart .l { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
        svg.chart .l0 { stroke: var(--s0); } svg.chart .l1 { stroke: var(--s1); } svg.chart .l2 { stroke: var(--s2); }
        svg.chart .l3 { stroke: var(--s3); } svg.chart .l4 { stroke: var(--s4); } svg.chart .l5 { stroke: var(--s5); }

        """;
}
