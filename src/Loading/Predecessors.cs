using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Loading;

/// <summary>Where a package that was loaded anew failed, what was loaded of its id before serves on.</summary>
internal static class Predecessors
{
    /// <summary>Brings back the encoder and gating components whose successors failed.</summary>
    public static void Restore(LoadedHome next, LoadedHome before, HashSet<LoadedPackage> kept, TimeProvider time)
    {
        foreach (var package in Failed(next, before, PackageRole.Encoder, kept, time).Concat(Failed(next, before, PackageRole.Gating, kept, time)).ToList())
        {
            if (before.Encoder?.Package == package)
                next.Encoder ??= before.Encoder;
            next.GatingComponents = [.. next.GatingComponents, .. before.GatingComponents.Where(component => component.Package == package)];
        }
    }

    /// <summary>Brings back the experts whose successors failed.</summary>
    public static void RestoreExperts(LoadedHome next, LoadedHome before, HashSet<LoadedPackage> kept, TimeProvider time)
    {
        foreach (var package in Failed(next, before, PackageRole.Expert, kept, time).ToList())
            next.Experts = [.. next.Experts, .. before.Experts.Where(expert => expert.Package == package)];
    }

    private static IEnumerable<LoadedPackage> Failed(LoadedHome next, LoadedHome before, PackageRole role, HashSet<LoadedPackage> kept, TimeProvider time)
    {
        foreach (var serving in before.Packages.Where(package => package.Package.Role == role && package.IsLoaded && !next.Packages.Contains(package)).ToList())
        {
            var sameId = next.Packages.Where(package => package.Package.Role == role && package.Id == serving.Id).ToList();
            var failed = sameId.FirstOrDefault(package => package.Status.State is PackageState.Malfunctioned or PackageState.NotSupported);
            if (failed is null || sameId.Any(package => package.IsLoaded || package.Status.KeepsOut))
                continue;

            // The folder of the one that serves on may be that of the one that failed, or another one, or gone.
            var place = sameId.FirstOrDefault(package => package.Package.Key == serving.Package.Key) ?? failed;
            next.Replace(place, serving);
            kept.Add(serving);
            serving.Refuse(new PackageStatus(
                PackageState.Active,
                $"{failed.Package.Key} could not be loaded ({failed.Status.State}), so version {serving.Version}, loaded before, serves on. {failed.Status.Reason}",
                time.GetUtcNow(),
                "host"));
            yield return serving;
        }
    }
}
