using Microsoft.Extensions.Options;
using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Protocol;

/// <summary>Makes work for the scheduler of a request of the protocol, whichever way it came: texts, or hidden vectors for an expert.</summary>
internal sealed class InferenceWork(ServedHome served, Scheduler scheduler, IOptions<ServerOptions> options)
{
    /// <exception cref="ProblemException">The model cannot answer, or not this.</exception>
    public WorkItem Of(Model model, InferenceRequest request, string? trace)
    {
        var isMixture = model.Name == PackageNames.Reserved;
        if (!isMixture && model.Fault is { } fault)
            throw new ProblemException(new Problem(503, "expert-not-loaded", $"The expert '{model.Name}' cannot answer: {fault}") { RetryAfterSeconds = 1 });
        var text = Texts(request);
        var hidden = isMixture ? null : Hidden(request, model);
        if (request.Inputs.FirstOrDefault(input => input.Name != "text" && (input.Name != "hidden" || isMixture)) is { } unknown)
            throw ProblemException.Invalid($"The model '{model.Name}' has no input '{unknown.Name}'; it has text{(model.ReadsHidden ? " and hidden" : "")}.");
        var rows = Rows(request, model, text?.Count, hidden?.Rows);
        return new WorkItem(text ?? [.. Enumerable.Repeat(new RawInput(""), rows)], Asked(request))
        {
            Expert = isMixture ? null : model.Name,
            Hidden = hidden?.Encoder,
            Explain = request.Explain && hidden is null,
            Priority = request.Priority,
            TraceId = trace,
            Deadline = request.DeadlineMilliseconds == 0 ? 0 : scheduler.In(request.DeadlineMilliseconds),
        };
    }

    private int Rows(InferenceRequest request, Model model, int? texts, int? vectors)
    {
        var rows = texts ?? vectors ?? throw ProblemException.Invalid($"The input 'text' is missing; the model '{model.Name}' needs it.");
        return rows > 0 && rows <= options.Value.MaxTexts && (vectors is null || vectors == rows)
            ? rows
            : throw TensorShape.Strange(request.Inputs[0].Name, $"has {rows} rows; expected 1 to {options.Value.MaxTexts}, the same for every input");
    }

    private static MixtureRequest Asked(InferenceRequest request)
    {
        var wantsAll = request.Wishes.Any(wish => wish.Name == "probabilities");
        return request.TopK is null && !wantsAll ? MixtureRequest.Plain : new MixtureRequest { Experts = request.TopK, Probabilities = wantsAll };
    }

    private List<RawInput>? Texts(InferenceRequest request)
    {
        if (request.Inputs.FirstOrDefault(input => input.Name == "text") is not { } input)
            return null;
        if (input.Type != "BYTES")
            throw ProblemException.Invalid($"The input 'text' has the type {input.Type}; expected BYTES.");
        if (input.Columns != 1)
            throw TensorShape.Strange("text", "has rows of several elements; expected the shape [n] or [n, 1]");
        return [.. TensorData.Strings(input).Select(text => InferRequest.Text(text, options.Value))];
    }

    private (GivenHidden Encoder, int Rows)? Hidden(InferenceRequest request, Model model)
    {
        if (request.Inputs.FirstOrDefault(input => input.Name == "hidden") is not { } input)
            return null;
        if (input.Type != "FP32")
            throw ProblemException.Invalid($"The input 'hidden' has the type {input.Type}; expected FP32.");
        var description = served.Current?.Home.Encoder?.Description;
        if (!model.ReadsHidden || description is null)
            throw ProblemException.Invalid($"The expert '{model.Name}' reads no hidden vectors; send 'text'.");
        if (input.Columns != description.HiddenSize)
            throw TensorShape.Strange("hidden", $"has rows of {input.Columns}; expected the encoder's {description.HiddenSize}");
        return (new GivenHidden(description, TensorData.Floats(input)), input.Rows);
    }
}
