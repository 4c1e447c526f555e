using System.Diagnostics.CodeAnalysis;
using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Traces;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;
using static TorchSharp.torch;

namespace MoECollab.Host.Scheduling;

/// <summary>Answers a batch on a lane's thread: one pass through the mixture for everything in it.</summary>
internal sealed class BatchAnswering(ServedHome served, LateExperts late, int most, TimeProvider time)
{
    /// <summary>Answers a batch; every item gets its result or its fault.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The edge of a lane: whatever goes wrong becomes the answer to whoever waits for it.")]
    public void Answer(Lane lane, List<WorkItem> batch)
    {
        var trace = BatchTrace.Begin(batch, time);
        Generation? generation = null;
        try
        {
            lane.Inside = generation = served.Enter();
            var began = time.GetTimestamp();
            var results = Run(generation, batch, lane.GivenUp);
            generation.Promptness?.Took(time.GetElapsedTime(began));
            // Before anybody has an answer: whoever has it, or stops the host after it, finds the spans that led to it.
            trace?.End(results);
            if (lane.TryFinish(batch))
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    if (batch[i].Late.Count == 0 || late.AreEnough(results[i].Outcomes))
                        batch[i].TryFinish(results[i]);
                }
            }
        }
        catch (Exception fault)
        {
            trace?.End([]);
            if (lane.TryFinish(batch))
            {
                foreach (var item in batch.Where(item => item.Late.Count == 0))
                    item.TryFail(fault is OperationCanceledException given ? GivenUp(given) : fault);
            }
        }
        finally
        {
            lane.Inside = null;
            generation?.Leave();
        }
    }

    /// <summary>Answers one input by the routed mixture, on whichever thread asks; who asks has entered the generation.</summary>
    public WorkResult AnswerAlone(Generation generation, WorkItem item, Promptness promptness)
    {
        try
        {
            var began = time.GetTimestamp();
            var outcomes = Named(item, All(MixtureOf(generation, item), item.Inputs, item.Request, most));
            promptness.Took(time.GetElapsedTime(began));
            return new WorkResult(outcomes, [], generation.Number);
        }
        catch (OperationCanceledException fault)
        {
            throw GivenUp(fault);
        }
    }

    private static MoECollabException GivenUp(OperationCanceledException fault) => new("cancelled", "A component of the mixture gave the call up.", fault);

    private List<WorkResult> Run(Generation generation, List<WorkItem> batch, CancellationToken forfeiture)
    {
        var first = batch[0];
        if (first.IsEmbedding)
            return [Embedded(generation, first)];
        var mixture = MixtureOf(generation, first);
        if (first.Explain)
            return [Explained(mixture, generation, first)];

        var request = first.Request with { Cancellation = forfeiture };
        if (batch.Count == 1)
            return [new WorkResult(Named(first, Dropped(first, All(mixture, first.Inputs, request, first.Hidden is null ? most : first.Inputs.Count))), [], generation.Number) { Late = first.Late }];

        IReadOnlyList<RawInput> inputs = [.. batch.SelectMany(item => item.Inputs)];
        var outcomes = All(mixture, inputs, request, most);
        var results = new List<WorkResult>(batch.Count);
        var start = 0;
        foreach (var item in batch)
        {
            results.Add(new WorkResult(Named(item, outcomes.GetRange(start, item.Inputs.Count)), [], generation.Number) { Late = item.Late });
            start += item.Inputs.Count;
        }

        return results;
    }

    private WorkResult Embedded(Generation generation, WorkItem item)
    {
        var encoder = generation.Encoder ?? throw new MoECollabException("encoder-missing", "The home has no encoder that is loaded.");
        var vectors = new List<float[]>(item.Inputs.Count);
        foreach (var chunk in item.Inputs.Chunk(most))
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var hidden = encoder.Encode(chunk).to(CPU); // [B, d]
            vectors.AddRange(hidden.data<float>().ToArray().Chunk((int)hidden.shape[1]));
        }

        return new WorkResult([], [], generation.Number) { Vectors = vectors };
    }

    private static ExpertMixture MixtureOf(Generation generation, WorkItem item)
    {
        if (item.Expert is not { } expert)
            return generation.Mixture ?? throw new MoECollabException("no-expert", generation.Fault ?? "No expert can answer.");
        var mixture = item.Hidden is { } given ? generation.MixtureOf(expert, given) : generation.MixtureOf(expert);
        return mixture ?? throw new MoECollabException("expert-not-loaded", $"The expert '{expert}' is not loaded; GET /moe/v1/experts/{expert} says why.");
    }

    private static List<MixtureOutcome> All(ExpertMixture mixture, IReadOnlyList<RawInput> inputs, MixtureRequest request, int most)
    {
        if (inputs.Count <= most)
            return [.. mixture.TryAnswer(inputs, request)];
        return [.. inputs.Chunk(most).SelectMany(chunk => mixture.TryAnswer(chunk, request))];
    }

    private static WorkResult Explained(ExpertMixture mixture, Generation generation, WorkItem item)
    {
        var explanations = new List<RouteExplanation>(item.Inputs.Count);
        foreach (var input in item.Inputs)
            explanations.Add(mixture.Explain(input, item.Request));
        var outcomes = Named(item, Dropped(item, [.. explanations.Select(explanation => new MixtureOutcome(explanation.Answer, null))]));
        return new WorkResult(outcomes, [.. explanations.Select((explanation, row) => explanation with { Answer = outcomes[row].Answer! })], generation.Number) { Late = item.Late };
    }

    // Experts that hung are no longer in the mixture; who would have been answered by them is told so.
    private static List<MixtureOutcome> Dropped(WorkItem item, List<MixtureOutcome> outcomes)
    {
        foreach (var hung in item.Hung)
        {
            if (!hung.Generation.TryEnter())
                continue;
            try
            {
                var decisions = item.Expert is null ? hung.Generation.Mixture?.Route(item.Inputs, item.Request) : null;
                for (var row = 0; row < outcomes.Count && decisions is not null; row++)
                {
                    if (outcomes[row].Answer is { } answer && decisions[row].Experts.FirstOrDefault(expert => expert.Id == hung.Expert) is { } routed)
                        outcomes[row] = new MixtureOutcome(answer with { Dropped = [.. answer.Dropped.Where(dropped => dropped.Id != hung.Expert), new DroppedExpert(hung.Expert, "timeout") { Version = routed.Version }] }, null);
                }
            }
            finally
            {
                hung.Generation.Leave();
            }
        }

        return outcomes;
    }

    private static List<MixtureOutcome> Named(WorkItem item, List<MixtureOutcome> outcomes)
    {
        if (item.Late.Count > 0)
            outcomes = [.. outcomes.Select(outcome => LateExperts.Named(item, outcome))];
        if (item.TraceId is not { } trace)
            return outcomes;
        return [.. outcomes.Select((outcome, row) => outcome.Answer is { } answer ? new MixtureOutcome(answer with { TraceId = outcomes.Count == 1 ? trace : $"{trace}-{row}" }, null) : outcome)];
    }
}
