namespace MoECollab.Host.Administering;

/// <summary>The body of <c>GET /moe/v1/experts</c>.</summary>
/// <param name="Experts">Every package of an expert, by id and version.</param>
internal sealed record ExpertList(IReadOnlyList<ExpertView> Experts);
