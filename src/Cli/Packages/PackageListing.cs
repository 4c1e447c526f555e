using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Errors;
using MoECollab.Host.Calling;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Packages;

/// <summary>The packages of a home as its running host has them; where no host serves it, as its files are.</summary>
/// <param name="Rows">By role, id and version.</param>
/// <param name="Source">Which of both, as a sentence.</param>
internal sealed record PackageListing(IReadOnlyList<PackageRow> Rows, string Source)
{
    /// <summary>Asks the host, or loads the home, and says on standard error which.</summary>
    public static async Task<IReadOnlyList<PackageRow>> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var root = parsed.GetRequiredValue(SharedOptions.Home);
        var listing = await OfHostAsync(root, cancellation) ?? OfFiles(parsed, root, cancellation);
        if (!parsed.GetValue(SharedOptions.Quiet))
            await parsed.InvocationConfiguration.Error.WriteLineAsync(listing.Source);
        return listing.Rows;
    }

    private static async Task<PackageListing?> OfHostAsync(string root, CancellationToken cancellation)
    {
        if (!HostClient.IsRunning(root))
            return null;
        using var http = HostClient.OverSocket(root);
        try
        {
            var home = new Home(root);
            var said = await new HostClient(http).PackagesAsync(cancellation);
            return new PackageListing([.. said.Packages.Select(package => PackageRow.Of(package, home))], string.Join(' ', new[] { $"From the running host of {home.Root}.", said.SafeMode }.OfType<string>()));
        }
        catch (MoECollabException fault) when (fault.Code is "not-ready" or "host-unreachable")
        {
            // It has only begun, or has just ended.
            return null;
        }
    }

    private static PackageListing OfFiles(ParseResult parsed, string root, CancellationToken cancellation)
    {
        var device = parsed.ChooseDevice();
        using var loaded = OpenedHome.Load(root, device, cancellation);
        return new PackageListing(PackageRow.Of(loaded, device.Device.ToString()), $"From the files of {loaded.Home.Root}; no host is serving it.");
    }
}
