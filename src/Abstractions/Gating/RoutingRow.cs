using MoECollab.Inputs;

namespace MoECollab.Gating;

/// <summary>One input of a request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Row">0 to B − 1.</param>
public readonly record struct RoutingRow(RoutingRequest Request, int Row)
{
    /// <summary>The raw input.</summary>
    public RawInput Input => Request.Inputs[Row];

    /// <summary>The experts of this call.</summary>
    public ExpertSnapshot Experts => Request.Experts;
}
