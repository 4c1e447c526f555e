using MoECollab.Packaging.States;

namespace MoECollab.Loading.Tests;

internal static class LoadedHomeAssertions
{
    public static PackageStatus StatusOf(this LoadedHome home, string key) => home.Packages.Single(package => package.Package.Key == key).Status;

    /// <summary>The package ends in this state with a sentence that has every part, and the sound expert beside it still loads.</summary>
    public static void Ends(this LoadedHome home, string key, PackageState state, params string[] parts)
    {
        var status = home.StatusOf(key);
        Assert.True(state == status.State, $"{key} is {status.State}, expected {state}: {status.Reason}");
        foreach (var part in parts)
            Assert.Contains(part, status.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".", status.Reason, StringComparison.Ordinal);
        Assert.Equal("host", status.By);
    }
}
