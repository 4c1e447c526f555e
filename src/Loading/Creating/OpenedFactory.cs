namespace MoECollab.Loading.Creating;

/// <summary>A factory and the export that it came from.</summary>
/// <param name="Factory">The factory.</param>
/// <param name="Contract">Its interface.</param>
/// <param name="Id">The component's id.</param>
/// <param name="Domains">Domains that the component itself declares.</param>
/// <param name="Languages">Languages that the component itself declares.</param>
internal sealed record OpenedFactory(object Factory, Type Contract, string Id, IReadOnlyList<string> Domains, IReadOnlyList<string> Languages);
