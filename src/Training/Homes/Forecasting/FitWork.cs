using MoECollab.Training.Data;

namespace MoECollab.Training.Homes.Forecasting;

/// <summary>How much work the stages of a fit are. The unit is fitting an n-gram expert to a row, trials included.</summary>
internal static class FitWork
{
    // Seconds of the stages of a fit of twelve domains (117,600 rows), by those of its experts on one thread.
    private const double Encoder = 0.04;
    private const double Domains = 0.04;
    private const double Vocabulary = 0.04;
    private const double Gate = 0.15;
    private const double Report = 0.02;
    private const double Refit = 0.11;

    /// <summary>Of a plan, whose data may still be without domains.</summary>
    public static IReadOnlyDictionary<FitStage, double> Of(HomePlan plan, bool hasEncoder)
    {
        var rows = (double)plan.Data.Rows(Split.Train).Count();
        var dev = (double)plan.Data.Rows(Split.Dev).Count();
        var work = new Dictionary<FitStage, double>
        {
            [FitStage.Experts] = rows * (plan.GeneralExpert || plan.Search is not null ? 2 : 1) / Math.Max(1, plan.Workers),
            [FitStage.Gate] = Gate * rows,
            [FitStage.Report] = plan.WhenWritten is null ? 0 : Report * (rows + dev),
            [FitStage.Refit] = Refit * rows / Math.Max(1, plan.Workers),
        };
        if (hasEncoder) work[FitStage.Encoder] = Encoder * rows;
        if (plan.Search is not null) work[FitStage.Domains] = Domains * rows;
        if (plan.SharesVocabulary) work[FitStage.Vocabulary] = Vocabulary * rows;
        return work;
    }
}
