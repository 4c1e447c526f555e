namespace MoECollab.Loading.Creating;

/// <summary>A package whose code is loaded and whose factory's constructor has run.</summary>
/// <param name="Package">The package.</param>
/// <param name="Hold">What must be let go if the next step fails.</param>
/// <param name="Factories">Its factories; for expert and encoder packages exactly one.</param>
internal sealed record OpenedPackage(LoadedPackage Package, PackageHold Hold, IReadOnlyList<OpenedFactory> Factories);
