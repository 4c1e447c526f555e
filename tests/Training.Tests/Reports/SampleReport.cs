using MoECollab.Training.Evaluation;
using MoECollab.Training.Reports;

namespace MoECollab.Training.Tests.Reports;

/// <summary>A report as the demo makes one; its figures are invented.</summary>
internal static class SampleReport
{
    private static readonly string[] Domains =
        ["compiled", "desktop", "documents", "libraries", "media", "network", "science", "scripting", "system"];

    private static readonly double[] Loads = [0.151, 0.032, 0.108, 0.21, 0.045, 0.05, 0.058, 0.226, 0.12];

    public static Report Create() => new()
    {
        Title = "Nine experts on the Debian package index",
        Command = "./moe demo",
        Machine = "2 cores, 8 GiB",
        Seed = 1,
        Data = new ReportData
        {
            Release = "Debian 99 trial, 2026-07-11",
            Rows = 61_024,
            Sha256 = new string('a', 64),
            Train = 43_540,
            Dev = 4_808,
            Test = 12_676,
        },
        Device = "cpu",
        Libtorch = "1.13.1",
        Mixture = new MixtureFigures
        {
            N = 12_676,
            Accuracy = 0.791,
            MacroF1 = 0.672,
            MultiplyAdds = 31_400,
            Microseconds = 24.1,
            Parameters = 18_200_000,
            CalibrationError = 0.021,
            RoutingAccuracy = 0.884,
            Utilisation = 0.83,
            ActiveShare = 1,
            Entropy = 0.29,
        },
        Monolith = Figures(0.768, 0.641, 128_000, 51.8, 18_900_000, 0.034),
        Uniform = Figures(0.702, 0.583, 268_000, 130.2, 18_200_000, 0.19),
        Oracle = Figures(0.874, 0.751, 30_900, 21.3, 18_100_000, 0.018),
        FastText = Figures(0.771, 0.645, 14_100, 20.4, 132_000_000, 0.061),
        Experts =
        [
            .. Domains.Select((domain, i) => new ExpertFigures
            {
                Id = domain, Version = "1.0.0", Domain = domain, N = 380 + (270 * i), Accuracy = 0.81 + (0.015 * i), MacroF1 = 0.7 + (0.02 * i),
                MultiplyAdds = 12_000 + (1_100 * i), Microseconds = 9.5 + i, Parameters = 1_900_000, Load = Loads[i],
            }),
        ],
        Domains =
        [
            .. Domains.Select((domain, i) => new DomainFigures
            {
                Domain = domain, N = 380 + (270 * i), Accuracy = 0.71 + (0.02 * i), MacroF1 = 0.6 + (0.02 * i), RoutingAccuracy = 0.8 + (0.02 * i),
                CalibrationError = 0.02,
            }),
        ],
        Comparisons =
        [
            new Comparison("monolith", "accuracy", 0.023, 0.018, 0.028),
            new Comparison("monolith", "macroF1", 0.031, 0.019, 0.044),
            new Comparison("fastText", "accuracy", 0.02, 0.014, 0.026),
            new Comparison("fastText", "macroF1", 0.004, -0.006, 0.014),
            new Comparison("oracle", "accuracy", -0.083, -0.088, -0.078),
        ],
        Confusion = new DomainConfusion(Domains, [.. Domains.Select((_, row) => (IReadOnlyList<long>)[.. Domains.Select((_, column) => Cell(row, column))])]),
        EntropyHistogram = new Histogram(0, Math.Log(9), [6100, 2100, 1200, 800, 560, 480, 390, 300, 240, 160, 120, 90, 60, 40, 22, 10, 3, 1, 0, 0]),
        Examples =
        [
            new ReportExample(
                "JACK capable organ softsynth is a JACK capable organ client with presets and some effects incorporated. It generates the sound in real time like a FM synthesizer. Due this, you can change the frequency of all the drawbars and add some special effects. It features auto-accompaniment.",
                "media/sound", "media/sound", 0.94, [new ExpertWeight("media", 0.97), new ExpertWeight("desktop", 0.03)]),
            new ReportExample("GTK+ library <b>development</b> & files", "libraries/libdevel", "desktop/gnome", 0.51, [new ExpertWeight("desktop", 0.6), new ExpertWeight("libraries", 0.4)]),
        ],
        Notes = ["fastText trained with word 2-grams, 64 dimensions, 25 epochs, one thread.", "The figures of this sample are invented."],
    };

    private static SystemFigures Figures(
        double accuracy, double macroF1, double multiplyAdds, double microseconds, long parameters, double calibration) => new()
        {
            N = 12_676,
            Accuracy = accuracy,
            MacroF1 = macroF1,
            MultiplyAdds = multiplyAdds,
            Microseconds = microseconds,
            Parameters = parameters,
            CalibrationError = calibration,
        };

    private static long Cell(int row, int column) => row == column ? 900 : (row * 7 + column * 13) % 11 * 4;
}
