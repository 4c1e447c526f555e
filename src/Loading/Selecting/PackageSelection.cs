using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Selecting;

/// <summary>Decides which of the installed packages are loaded, from manifests and states alone: no code of a package runs.</summary>
internal sealed class PackageSelection(PackageStates states, MixtureConfiguration? mixture, TimeProvider time, string? codeKeptOut = null)
{
    private static readonly PackageRole[] Loadable = [PackageRole.Encoder, PackageRole.Gating, PackageRole.Expert];

    public IReadOnlyList<Candidate> Select(Home home, Func<InstalledPackage, bool>? isLeftAlone = null)
    {
        Candidate[] candidates = [.. Loadable.SelectMany(home.Packages).Where(package => isLeftAlone?.Invoke(package) != true).Select(Read)];
        foreach (var sameName in candidates.Where(candidate => candidate.Manifest is not null).GroupBy(candidate => (candidate.Role, candidate.Id, candidate.Version)))
            RefuseSecondClaims(sameName);
        foreach (var sameId in candidates.Where(Counts).GroupBy(candidate => (candidate.Role, candidate.Id)))
            SupersedeOthers(sameId.Key.Role, sameId.Key.Id, [.. sameId]);
        KeepOneEncoder([.. candidates.Where(candidate => candidate.Role == PackageRole.Encoder && candidate.Decided is null)]);
        return candidates;
    }

    private Candidate Read(InstalledPackage package)
    {
        var candidate = new Candidate(package);
        try
        {
            candidate.Manifest = ManifestReader.ReadClaims(package.Role, package.Folder);
        }
        catch (MoECollabException fault)
        {
            candidate.Decided = Status(PackageState.Malfunctioned, fault.Message);
        }

        if (states.Find(package) is { KeepsOut: true } status)
            candidate.Decided = status;
        if (codeKeptOut is not null && candidate.Manifest?.Entry is not null)
            candidate.Decided ??= Status(PackageState.Disabled, codeKeptOut);
        return candidate;
    }

    private void RefuseSecondClaims(IEnumerable<Candidate> claims)
    {
        // The folder that is called what its manifest claims is the first; the others are copies of it.
        Candidate[] ordered = [.. claims.OrderByDescending(claim => claim.IsInItsPlace).ThenBy(claim => claim.Package.Key, StringComparer.Ordinal)];
        if (!ordered[0].IsInItsPlace)
            ordered[0].Decided ??= Status(PackageState.Malfunctioned, $"The folder {ordered[0].Package.Key} holds a manifest that says {ordered[0].Id} {ordered[0].Version}; rename the folder or mend the manifest.");
        foreach (var second in ordered.Skip(1))
            second.Decided = Status(PackageState.Malfunctioned, $"The folders {ordered[0].Package.Key} and {second.Package.Key} both claim {second.Id} {second.Version}; the first is used, remove the second or give it another version.");
    }

    // A disabled version counts: switching off the highest must not bring an older one back to life.
    private static bool Counts(Candidate candidate) =>
        candidate.Decided is null or { State: PackageState.Disabled or PackageState.Quarantined } && PackageNames.IsVersion(candidate.Version);

    private void SupersedeOthers(PackageRole role, string id, Candidate[] versions)
    {
        var wanted = role == PackageRole.Encoder && mixture?.EncoderName is { } encoder && encoder.Id == id ? encoder.Version : states.Chosen(role, id);
        var used = versions.FirstOrDefault(candidate => candidate.Version == wanted)
            ?? versions.Aggregate((best, next) => PackageNames.CompareVersions(next.Version, best.Version) > 0 ? next : best);
        foreach (var other in versions.Where(candidate => candidate != used))
            other.Decided ??= Status(PackageState.Superseded, $"Version {used.Version} of {id} is used.");
    }

    private void KeepOneEncoder(Candidate[] encoders)
    {
        var used = mixture?.EncoderName is { } wanted ? encoders.FirstOrDefault(encoder => encoder.Id == wanted.Id && encoder.Version == wanted.Version) : encoders.FirstOrDefault();
        foreach (var other in encoders.Where(encoder => encoder != used))
            other.Decided = Status(PackageState.Verified, used is null ? $"The mixture uses the encoder {mixture!.Encoder}." : $"The mixture uses the encoder {used.Id}@{used.Version}.");
    }

    private PackageStatus Status(PackageState state, string reason) => new(state, reason, time.GetUtcNow(), "host");
}
