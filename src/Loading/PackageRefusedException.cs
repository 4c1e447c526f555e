using MoECollab.Errors;
using MoECollab.Packaging.States;

namespace MoECollab.Loading;

/// <summary>A package cannot be used; carries the state in which it ends.</summary>
internal sealed class PackageRefusedException(PackageState state, string reason, Exception? inner = null)
    : MoECollabException(state == PackageState.NotSupported ? "package-not-supported" : "package-malfunctioned", reason, inner)
{
    public PackageState State => state;

    public static PackageRefusedException NotSupported(string reason) => new(PackageState.NotSupported, reason);

    public static PackageRefusedException Malfunctioned(string reason, Exception? inner = null) => new(PackageState.Malfunctioned, reason, inner);
}
