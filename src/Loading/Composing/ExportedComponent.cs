using MoECollab.Packages;

namespace MoECollab.Loading.Composing;

/// <summary>One export of a plugin.</summary>
/// <param name="Contract">The factory interface.</param>
/// <param name="Metadata">What it says of itself.</param>
/// <param name="Create">Runs its constructor.</param>
internal sealed record ExportedComponent(Type Contract, ComponentMetadata Metadata, Func<object> Create);
