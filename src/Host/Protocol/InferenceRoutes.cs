using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Guarding;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Protocol;

/// <summary><c>POST /v2/models/{model}/infer</c>: texts, or hidden vectors for an expert, in; labels and probabilities out.</summary>
internal sealed class InferenceRoutes(ServedHome served, Scheduler scheduler, Models models, ModelStatistics statistics, RequestBody bodies, IOptions<ServerOptions> options, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/models/{model}/infer", InferAsync).Needs(Access.Infer);
        routes.MapPost("/v2/models/{model}/versions/{version}/infer", InferAsync).Needs(Access.Infer);
    }

    private async Task InferAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var model = models.Find((string)context.Request.RouteValues["model"]!, (string?)context.Request.RouteValues.GetValueOrDefault("version"));
        try
        {
            var (json, binary) = InferenceRequest.Split(context, await bodies.ReadAsync(context));
            InferenceRequest request;
            WorkItem item;
            using (var document = bodies.Parse(json))
            {
                request = InferenceRequest.Read(document.RootElement, binary);
                item = ItemOf(model, request, TraceParent.IdOf(context.Request.Headers));
            }

            RequestStrategy.Mark(context, item);
            var result = await scheduler.SubmitAsync(item, context.RequestAborted);
            var response = new InferenceResponse(model.Name, model.Version, request, result);
            statistics.Succeeded(model.Name, item.Inputs.Count, time.GetElapsedTime(began));
            await response.WriteAsync(context);
        }
        catch (MoECollabException)
        {
            statistics.Failed(model.Name, time.GetElapsedTime(began));
            throw;
        }
    }

    private WorkItem ItemOf(Model model, InferenceRequest request, string? trace)
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
