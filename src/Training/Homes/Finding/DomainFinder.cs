using System.Globalization;
using MoECollab.Encoders;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Homes.Finding;

/// <summary>
/// Finds domains in rows that name none: k-means over the encoder's vectors of the training texts, labels unseen. The number is the one with the
/// best silhouette, 2 to 8, as long as a domain has 50 rows on average; a cluster with fewer than 20 rows or a single label is dissolved into the others.
/// </summary>
internal sealed class DomainFinder(IEncoder encoder, TimeProvider time)
{
    private const int MostDomains = 8;
    private const int RowsPerDomain = 50;
    private const int FewestRows = 20;
    private const int MostSampled = 5_000;
    private const string Stage = "finding domains";

    /// <summary>The same rows, each with the domain it was found to be of. Labels stay what they are, the same in every domain.</summary>
    public (LabelledData Data, FoundDomains Found) Find(HomePlan plan, DomainSearch search)
    {
        var domain = plan.Data.Domains[0];
        var train = Encode(domain.Train, plan);
        var dimension = encoder.Description.HiddenSize;
        var sample = Sample(train, dimension, plan.Seed);
        var (clusters, how) = search.Count is { } count
            ? (Clusters.Of(sample, dimension, count, plan.Seed), "as asked")
            : Choose(sample, dimension, domain.Train.Count, plan);
        var (kept, owners) = Dissolve(clusters, train, domain.Train);
        plan.Progress?.Report(new TrainingProgress(Stage, 1));
        if (kept.Count == 1)
        {
            var one = $"The data names no domains, and none were found ({(clusters.Count == 1 ? how : "no two clusters had enough rows and labels")}): there is one expert.";
            return (plan.Data with { MergesLabels = true }, new FoundDomains(new Dictionary<string, int> { [domain.Name] = domain.Train.Count }, one));
        }

        var dev = domain.Dev.Count == 0 ? [] : kept.Assign(Encode(domain.Dev, plan));
        var domains = Enumerable.Range(0, kept.Count).Select(cluster => new DomainData(NameOf(cluster), Of(domain.Train, owners, cluster), Of(domain.Dev, dev, cluster), []) { DevFromTrain = domain.DevFromTrain }).ToList();
        var dissolved = clusters.Count - kept.Count;
        var note = $"The data names no domains: {domains.Count} were found by k-means over the encoder's vectors of the training texts ({how}"
            + $"{(dissolved > 0 ? $"; {dissolved} of {clusters.Count} clusters had fewer than {FewestRows} rows or a single label and went to the others" : "")}), seed {plan.Seed}. Labels are the same in all of them.";
        return (plan.Data with { Domains = domains, HasDomains = false, MergesLabels = true }, new FoundDomains(domains.ToDictionary(found => found.Name, found => found.Train.Count), note));
    }

    private static string NameOf(int cluster) => string.Create(CultureInfo.InvariantCulture, $"cluster-{cluster + 1}");

    private static List<Example> Of(IReadOnlyList<Example> rows, int[] owners, int cluster) =>
        [.. rows.Where((_, row) => owners[row] == cluster).Select(row => row with { Domain = NameOf(cluster) })];

    private static (Clusters Clusters, string How) Choose(ReadOnlySpan<float> sample, int dimension, int rows, HomePlan plan)
    {
        var best = Clusters.Of(sample, dimension, 1, plan.Seed);
        var bestScore = double.NegativeInfinity;
        var most = Math.Min(MostDomains, rows / RowsPerDomain);
        for (var count = 2; count <= most; count++)
        {
            plan.Cancellation.ThrowIfCancellationRequested();
            plan.Progress?.Report(new TrainingProgress(Stage, (double)count / (most + 1)));
            var clusters = Clusters.Of(sample, dimension, count, plan.Seed);
            var score = clusters.Silhouette(sample);
            if (score > bestScore) (best, bestScore) = (clusters, score);
        }

        return (best, double.IsFinite(bestScore)
            ? string.Create(CultureInfo.InvariantCulture, $"the number from 2 to {most} with the best silhouette, {bestScore:0.000}")
            : $"fewer than {2 * RowsPerDomain} training rows are one domain");
    }

    // One at a time, the smallest first: its rows may make another one large enough.
    private static (Clusters Kept, int[] Owners) Dissolve(Clusters clusters, float[] points, IReadOnlyList<Example> rows)
    {
        while (true)
        {
            var owners = clusters.Assign(points);
            var members = Enumerable.Range(0, clusters.Count).Select(cluster => rows.Where((_, row) => owners[row] == cluster).ToList()).ToList();
            var unfit = Enumerable.Range(0, clusters.Count).Where(cluster => members[cluster].Count < FewestRows || members[cluster].All(row => row.Label == members[cluster][0].Label)).ToList();
            if (unfit.Count == 0 || clusters.Count == 1) return (clusters, owners);
            var smallest = unfit.MinBy(cluster => members[cluster].Count);
            clusters = clusters.Keep(Enumerable.Range(0, clusters.Count).Where(cluster => cluster != smallest));
        }
    }

    private static float[] Sample(float[] points, int dimension, long seed)
    {
        var rows = points.Length / dimension;
        if (rows <= MostSampled) return points;
        return [.. new SeededStream(seed).Order(rows).Take(MostSampled).SelectMany(row => points[(row * dimension)..((row + 1) * dimension)])];
    }

    private float[] Encode(IReadOnlyList<Example> rows, HomePlan plan)
    {
        RawInput[] inputs = [.. rows.Select(row => new RawInput(row.Text))];
        using var encoded = EncodedInputs.Encode(encoder, inputs, new ProgressPulse(plan.Progress, time, "encoding to find domains"), plan.Cancellation);
        return encoded.ToArray();
    }
}
