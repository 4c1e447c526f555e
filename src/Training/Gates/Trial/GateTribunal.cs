using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Files;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Gates.Trial;

/// <summary>Lets a trained gate and its rivals answer the validation rows, as a home would serve them, and judges.</summary>
/// <param name="experts">The frozen experts; borrowed.</param>
/// <param name="run">Its validation rows are answered, its components make the gates, its seed draws the resamples.</param>
/// <param name="time">Decides when progress is due.</param>
internal sealed class GateTribunal(IReadOnlyList<GateExpert> experts, PooledTraining run, TimeProvider time)
{
    private const int BatchSize = 256;

    // The interval of so many rows is narrower than a third of a point; every expert answers each of them.
    private const int MostRows = 20_000;
    private const string Stage = "its rivals and it answer";

    private readonly List<MixtureExpert> _experts = [.. experts.OrderBy(expert => expert.Id, StringComparer.Ordinal).Select(expert => new MixtureExpert(expert.Descriptor, expert.Expert))];
    private readonly (RawInput Input, string Label)[] _rows = [.. Spread(run.Validation).Select(example => (new RawInput(example.Input.Text) { Fields = example.Input.Fields }, example.Label))];
    private readonly ProgressPulse _pulse = new(run.Progress, time, Stage);
    private int _rounds;

    /// <summary>Judges a gate.</summary>
    /// <param name="trained">Its composition.</param>
    /// <param name="folder">Where its weights lie.</param>
    /// <returns>The trial, and the gate that takes its place; null where it earned it.</returns>
    public (GateTrial Trial, GateFile? Substitute) Judge(GateFile trained, string folder)
    {
        var name = $"{trained.Id}@{trained.Version}";
        if (_rows.Length == 0) return (new GateTrial { Rows = 0, Trained = name, Active = name }, null);
        var builder = new GateBuilder(run.Components, run.Logger);
        var surroundings = new GateSurroundings(run.Encoder?.Description ?? ExpertContexts.NoEncoder, run.Device, new GateOptions());
        using var gate = builder.Build(trained, new PackageFiles(folder), surroundings);
        var (own, decisions) = Answer(name, gate);
        using var dealt = new DealtGate([.. _rows.Select(row => row.Input)], decisions, run.Seed);
        var random = Answer("its own choices dealt at random (equal cost)", dealt).Contestant;

        var singles = new List<(string Id, Contestant Contestant)>();
        foreach (var expert in _experts)
        {
            using var always = builder.Build(SimpleGates.Always("single", trained.Version, expert.Descriptor.Id), NoFiles.Instance, surroundings);
            singles.Add((expert.Descriptor.Id, Answer(expert.Descriptor.Id, always).Contestant));
        }

        var cheapest = singles.MinBy(single => single.Contestant.MultiplyAdds);
        var best = singles.MaxBy(single => single.Contestant.Accuracy);
        using var uniform = builder.Build(SimpleGates.Uniform(trained.Version, _experts.Count), NoFiles.Instance, surroundings);
        (Contestant Contestant, GateFile Gate)[] rivals =
        [
            (cheapest.Contestant with { Name = $"always {cheapest.Id} (cheapest)" }, SimpleGates.Always("always-cheapest", trained.Version, cheapest.Id)),
            (best.Contestant with { Name = $"always {best.Id} (best single expert)" }, SimpleGates.Always("always-best", trained.Version, best.Id)),
            (Answer("all experts, equal weights (uniform)", uniform).Contestant, SimpleGates.Uniform(trained.Version, _experts.Count)),
        ];
        var standIns = new StandIns(_experts, [.. _rows.Select(row => row.Label)]);
        var verdict = Verdict.Of(
            own.Right, [.. rivals.Select(rival => rival.Contestant.Right)], [random.Right], standIns.Allowed([cheapest.Contestant, best.Contestant], rivals[^1].Contestant), (int)run.Seed);
        var substitute = verdict.Winner is { } winner ? rivals[winner].Gate : null;
        var trial = new GateTrial
        {
            Rows = _rows.Length,
            Trained = name,
            Accuracy = own.Accuracy,
            MultiplyAdds = own.MultiplyAdds,
            Rivals = [.. rivals.Select(rival => rival.Contestant).Append(random).Select((rival, i) => new GateRival(rival.Name, rival.Accuracy, rival.MultiplyAdds, verdict.Gains[i]))],
            Active = substitute is null ? name : $"{substitute.Id}@{substitute.Version}",
        };
        return (trial, substitute);
    }

    private static IEnumerable<LabelledInput> Spread(IReadOnlyList<LabelledInput> examples)
    {
        var count = Math.Min(MostRows, examples.Count);
        return Enumerable.Range(0, count).Select(row => examples[(int)((long)row * examples.Count / count)]);
    }

    private (Contestant Contestant, IReadOnlyList<Decision> Decisions) Answer(string name, IGate gate)
    {
        using var mixture = new ExpertMixture(run.Encoder, gate, _experts, new MixtureOptions { Device = run.Device });
        var request = MixtureRequest.Plain with { CountWork = true, Cancellation = run.Cancellation };
        var right = new bool[_rows.Length];
        var decisions = new Decision[_rows.Length];
        var work = 0.0;
        for (var start = 0; start < _rows.Length; start += BatchSize)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            RawInput[] inputs = [.. _rows.Skip(start).Take(BatchSize).Select(row => row.Input)];
            var outcomes = mixture.TryAnswer(inputs, request);
            for (var i = 0; i < inputs.Length; i++)
            {
                var answer = outcomes[i].Answer;
                // An input that every chosen expert failed on has no decision; dealt on, it stays without an answer.
                decisions[start + i] = answer?.Decision ?? new Decision(DecisionKind.Null, []);
                right[start + i] = answer?.Label == _rows[start + i].Label;
                work += answer?.MultiplyAdds ?? 0;
            }

            _pulse.Advance(inputs.Length, (_rounds + ((double)start / _rows.Length)) / (_experts.Count + 3));
        }

        _rounds++;
        return (new Contestant(name, right, work / _rows.Length), decisions);
    }
}
