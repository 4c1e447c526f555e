namespace MoECollab.Benchmarks.Torch;

/// <summary>What a training step of a small network costs, as a share of what it costs python3-torch.</summary>
internal static class TrainingCosts
{
    private const int Rounds = 30;
    private const int Steps = 400;
    private const double Limit = 0.70;

    private static readonly string[] Optimizers = ["SGD", "Adam"];

    /// <summary>Median ratios over rounds in which both sides train in turn; nothing without a Python to compare with.</summary>
    internal static IEnumerable<OperatorCost> Measure()
    {
        using var python = PythonTraining.Start();
        if (python is null) yield break;
        foreach (var optimizer in Optimizers)
        {
            using var own = new TrainingStep(optimizer);
            own.Train(10 * Steps);
            python.Train(optimizer, 2 * Steps);

            var (times, ratios) = (new double[Rounds], new double[Rounds]);
            for (var round = 0; round < Rounds; round++)
            {
                times[round] = own.Train(Steps) / Steps;
                ratios[round] = times[round] * Steps / python.Train(optimizer, Steps);
            }
            Array.Sort(times);
            Array.Sort(ratios);
            yield return new OperatorCost($"{optimizer} step of 32-64-10, to python {python.Version}", times[Rounds / 2], ratios[Rounds / 2], Limit);
        }
    }
}
