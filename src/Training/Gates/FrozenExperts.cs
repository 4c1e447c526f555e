using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Weights;

namespace MoECollab.Training.Gates;

/// <summary>Runs the frozen experts over pooled examples, once: what they answer is kept, in memory and beside the checkpoints.</summary>
internal sealed class FrozenExperts(IReadOnlyList<GateExpert> experts, PooledTraining run, TimeProvider time)
{
    private const string TensorName = "likelihoods";
    private const string IdentityName = "identity";
    private const int ProbedRows = 64;

    /// <summary>The experts' ids, in the order of the columns: ordinal, as in a snapshot.</summary>
    public IReadOnlyList<string> Ids { get; } = [.. experts.Select(expert => expert.Id)];

    /// <summary>The experts as a gate sees them.</summary>
    public ExpertSnapshot Snapshot { get; } = new(1, experts.Select(expert => expert.Descriptor));

    /// <summary>What they read of an input.</summary>
    public IEnumerable<InputNeeds> Needs => experts.Select(expert => expert.Expert.Traits.Needs);

    /// <summary>Which experts they are.</summary>
    public string Identity { get; } = new RunIdentity().Add(experts.Select(expert => $"{expert.Id}@{expert.Descriptor.Version}")).ToString();

    /// <summary>1 for the expert of an example's own domain, 0 for the others; with it the mixture's loss is the cross-entropy on domains.</summary>
    /// <exception cref="BadDataException">An example's domain is none of the experts.</exception>
    public Likelihoods OfDomains(IReadOnlyList<LabelledInput> examples)
    {
        var columns = DomainColumns(examples);
        var values = new float[examples.Count * experts.Count];
        for (var row = 0; row < columns.Count; row++)
        {
            if (columns[row] < 0)
            {
                throw new BadDataException(
                    BadDataCode.BadLayout, $"an example of the domain \"{examples[row].Domain}\" for a gate over {string.Join(", ", Ids)}",
                    "domains that are ids of experts, with task=domains", "Train an expert for it, leave its examples out, or use task=mixture.");
            }

            values[(row * experts.Count) + columns[row]] = 1;
        }

        return new Likelihoods(values, experts.Count);
    }

    /// <summary>1 for the expert of an example's own domain and for those of no example's domain, which know them all; 0 for the others.</summary>
    public Likelihoods OfOwners(IReadOnlyList<LabelledInput> examples)
    {
        var columns = DomainColumns(examples);
        var owners = columns.ToHashSet();
        var values = new float[examples.Count * experts.Count];
        for (var at = 0; at < values.Length; at++)
        {
            var (row, column) = (at / experts.Count, at % experts.Count);
            values[at] = column == columns[row] || !owners.Contains(column) ? 1 : 0;
        }

        return new Likelihoods(values, experts.Count);
    }

    /// <summary>The column of the expert of each example's own domain, or −1.</summary>
    public IReadOnlyList<int> DomainColumns(IReadOnlyList<LabelledInput> examples) =>
        [.. examples.Select(example => example.Domain is null ? -1 : ColumnOf(example.Domain))];

    // The expert of that id, else the first that declares the domain.
    private int ColumnOf(string domain)
    {
        var own = Snapshot.PositionOf(domain);
        for (var column = 0; own < 0 && column < Snapshot.Experts.Count; column++)
        {
            if (Snapshot.Experts[column].Domains.Any(declared => declared.Length > 0 && DomainId.From(declared) == domain)) own = column;
        }

        return own;
    }

    /// <summary>p_i(y|x) for every example and expert; 0 where the label is none of the expert's.</summary>
    /// <param name="name">Names the file beside the checkpoints.</param>
    /// <param name="identity">Everything they depend on; a kept file of another identity is not used.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="hidden">Their encodings; null where no expert needs them.</param>
    public Likelihoods Run(string name, string identity, IReadOnlyList<LabelledInput> examples, EncodedInputs? hidden)
    {
        var path = run.CheckpointFolder is null ? null : Path.Combine(run.CheckpointFolder, $"{name}.safetensors");
        // Id and version do not tell weights apart while an expert is being worked on; what it says of a few rows does.
        var probe = path is null ? identity : new RunIdentity().Add(identity).Add(Compute([.. examples.Take(ProbedRows)], hidden).Select(value => value.ToString("R"))).ToString();
        if (path is not null && TryRead(path, probe, examples.Count) is { } kept) return kept;
        var values = Compute(examples, hidden);
        if (path is not null)
            WeightWriter.Write(path, [NamedWeights.Of(TensorName, values, examples.Count, experts.Count)], new Dictionary<string, string> { [IdentityName] = probe });
        return new Likelihoods(values, experts.Count);
    }

    /// <summary>Forgets what was kept.</summary>
    public void Remove(string name)
    {
        if (run.CheckpointFolder is not null) File.Delete(Path.Combine(run.CheckpointFolder, $"{name}.safetensors"));
    }

    private float[] Compute(IReadOnlyList<LabelledInput> examples, EncodedInputs? hidden)
    {
        var values = new float[examples.Count * experts.Count];
        var inputs = examples.Select(example => example.Input).ToList();
        var pulse = new ProgressPulse(run.Progress, time, "running the frozen experts");
        for (var column = 0; column < experts.Count; column++)
        {
            var (id, expert) = (experts[column].Id, experts[column].Expert);
            var classOf = ExpertScores.ClassesOf(id, expert).Labels
                .Select((label, index) => (label, index)).ToDictionary(pair => pair.label, pair => pair.index, StringComparer.Ordinal);
            var done = (double)column / experts.Count;
            // An expert that does not know a label gives it 0, whatever it would answer: it need not be asked.
            int[] rows = [.. Enumerable.Range(0, examples.Count).Where(row => classOf.ContainsKey(examples[row].Label))];
            ExpertScores.Probabilities(id, expert, inputs, rows, hidden, (row, probabilities) =>
            {
                run.Cancellation.ThrowIfCancellationRequested();
                values[(row * experts.Count) + column] = probabilities[classOf[examples[row].Label]];
                pulse.Advance(1, done + ((row + 1.0) / inputs.Count / experts.Count));
            });
        }

        if (values.Any(value => !float.IsFinite(value)))
            throw new MoECollabException("expert-output", "An expert gave a probability that is no number; check the experts with 'moe eval' before training a gate over them.");
        return values;
    }

    private Likelihoods? TryRead(string path, string identity, int rows)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = WeightFile.Open(path);
            return file.Metadata.GetValueOrDefault(IdentityName) == identity
                ? new Likelihoods(file.Floats(TensorName, rows, experts.Count).ToArray(), experts.Count)
                : null;
        }
        catch (WeightFileException)
        {
            // Computing them again costs time, nothing else.
            return null;
        }
    }
}
