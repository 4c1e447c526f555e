using System.Diagnostics.CodeAnalysis;
using MoECollab.Gating;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Mixture.Answering;

/// <summary>The mixture's answer to one input.</summary>
public sealed record MixtureAnswer
{
    private readonly AnswerTrace? _trace;
    private readonly string? _text;
    private readonly int _row;
    private string? _traceId;

    /// <summary>An answer; what is required is set with it.</summary>
    public MixtureAnswer()
    {
    }

    /// <summary>An answer whose trace id is made when somebody asks for it.</summary>
    [SetsRequiredMembers]
    internal MixtureAnswer(Decision decision, AnswerFrame frame)
    {
        Decision = decision;
        Kind = decision.Kind;
        MultiplyAdds = frame.MultiplyAdds;
        (_trace, _text, _row) = (frame.Trace, frame.Text, frame.Row);
        TraceId = null!; // not made yet
    }

    /// <summary>The most probable label of the union; null for Null and Reject and where no expert answers in classes.</summary>
    public string? Label { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability { get; init; }

    /// <summary>What was decided: Route, Null, Reject or Fallback.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>The experts that answered, the primary first.</summary>
    public IReadOnlyList<AnsweringExpert> Experts { get; init; } = [];

    /// <summary>The experts that were chosen and could not be used.</summary>
    public IReadOnlyList<DroppedExpert> Dropped { get; init; } = [];

    /// <summary>The decision that led here.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The gate, <c>id@version</c>.</summary>
    public string Gate => $"{Decision.GateId}@{Decision.GateVersion}";

    /// <summary>Entropy of the routing probabilities, in nats.</summary>
    public float Entropy => Decision.Entropy;

    /// <summary>Names the answer to an observation.</summary>
    public required string TraceId
    {
        get => _traceId ??= _trace!.IdOf(_text!, _row);
        init => _traceId = value;
    }

    /// <summary>Probability of each label of the executed experts, summing to 1; null unless asked for.</summary>
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>The weighted mean vector; null where no expert answers in vectors.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>The primary expert's text; null where no expert answers in texts.</summary>
    public string? Text { get; init; }

    /// <summary>Multiply-adds of encoder, gate and executed experts; null unless asked for.</summary>
    public long? MultiplyAdds { get; init; }
}
