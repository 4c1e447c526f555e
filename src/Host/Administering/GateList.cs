namespace MoECollab.Host.Administering;

/// <summary>The body of <c>GET /moe/v1/gates</c>.</summary>
/// <param name="Active">What routes now, <c>id@version</c>.</param>
/// <param name="Gates">Every trained gate of the home.</param>
internal sealed record GateList(string Active, IReadOnlyList<GateView> Gates);
