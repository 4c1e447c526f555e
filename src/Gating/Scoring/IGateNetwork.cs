using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring;

/// <summary>The trained map from a hidden vector to one logit per trained expert: the only thing in which the trained scorers over hidden vectors differ.</summary>
internal interface IGateNetwork : IDisposable
{
    /// <summary>The parameters; owned by the network.</summary>
    nn.Module Module { get; }

    /// <summary>Its tensors by their name in a weight file.</summary>
    IEnumerable<(string Name, Tensor Values)> Tensors { get; }

    /// <summary>Number of learned values.</summary>
    long ParameterCount { get; }

    /// <summary>Multiply-adds of one input.</summary>
    long MultiplyAdds { get; }

    /// <summary>Logits [B, M] of hidden [B, d]; the request says whether noise is wanted, and its seed.</summary>
    Tensor Forward(Tensor hidden, RoutingRequest request);

    /// <summary>A copy of the present weights in host memory.</summary>
    IPackedNetwork Pack();
}
