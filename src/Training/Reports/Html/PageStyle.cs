namespace MoECollab.Training.Reports.Html;

/// <summary>Style sheet of the page, besides that of the charts.</summary>
internal static class PageStyle
{
    public const string Css = """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 40px 28px 64px; }
        h1 { font-size: 30px; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 6px; }
        h2 { font-size: 18px; letter-spacing: -.005em; margin: 0 0 4px; }
        p { margin: 0 0 12px; }
        .lead { font-size: 17px; max-width: 62em; margin: 14px 0 0; }
        .muted { color: var(--muted); }
        header { margin-bottom: 26px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 14px; margin: 0 0 18px; padding: 0; }
        .tile { background: var(--panel); border: 1px solid var(--grid); border-radius: 12px; padding: 14px 18px; margin: 0; }
        .tile dt { color: var(--muted); font-size: 13px; }
        .tile dd { margin: 0; font-size: 27px; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
        .tile dd + dd { font-size: 13px; font-weight: 400; letter-spacing: 0; color: var(--muted); }
        .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr)); gap: 18px; margin-bottom: 18px; align-items: start; }
        section { background: var(--panel); border: 1px solid var(--grid); border-radius: 12px; padding: 20px 22px; margin-bottom: 18px; min-width: 0; }
        .grid section { margin-bottom: 0; height: 100%; }
        .grid .tall { grid-row: span 2; }
        section > .muted { font-size: 13.5px; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
        th, td { padding: 7px 12px; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
        th { color: var(--muted); font-weight: 500; font-size: 13px; border-bottom-color: var(--line); }
        th:first-child, td:first-child { text-align: left; padding-left: 4px; }
        tbody tr:last-child td { border-bottom: 0; }
        tr.strong td { font-weight: 650; background: var(--accent-soft); }
        tr.strong td:first-child { border-radius: 6px 0 0 6px; padding-left: 10px; } tr.strong td:last-child { border-radius: 0 6px 6px 0; }
        td .sub { color: var(--muted); font-weight: 400; margin-left: 8px; font-size: 13px; }
        ul.examples { list-style: none; margin: 0; padding: 0; }
        ul.examples li { border-bottom: 1px solid var(--grid); padding: 12px 0; }
        ul.examples li:last-child { border-bottom: 0; }
        .answer { display: flex; flex-wrap: wrap; gap: 6px 14px; font-size: 13.5px; margin-top: 4px; color: var(--muted); }
        .right { color: var(--good); font-weight: 600; } .wrong { color: var(--bad); font-weight: 600; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 6px 0 0; font-size: 14px; }
        .facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        code { font: 13px ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
        @media print { body { background: #fff; } section, .tile { break-inside: avoid; } }

        """;
}
