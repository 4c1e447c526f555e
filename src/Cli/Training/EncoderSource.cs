using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.CommandLine;
using MoECollab.Encoders;
using MoECollab.Loading;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using static TorchSharp.torch;

namespace MoECollab.Cli.Training;

/// <summary>The frozen encoder that a training uses: the package of <c>--encoder</c>, else the home's, else none.</summary>
internal sealed class EncoderSource : IDisposable
{
    private readonly PluginFactory? _plugin;

    private EncoderSource(IEncoder? encoder, PluginFactory? plugin)
    {
        Encoder = encoder;
        _plugin = plugin;
    }

    public IEncoder? Encoder { get; }

    public static EncoderSource Choose(ParseResult parsed, Device device, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(TrainOptions.Encoder) ?? OfHome(new Home(parsed.GetRequiredValue(SharedOptions.Home)));
        return folder is null ? new EncoderSource(null, null) : Open(folder, device, cancellation);
    }

    /// <summary>The encoder in a package folder.</summary>
    public static EncoderSource Open(string folder, Device device, CancellationToken cancellation)
    {
        var plugin = ShippedPlugins.Open(folder, PackageRole.Encoder, cancellation);
        try
        {
            var encoder = plugin.As<IEncoderFactory>().Create(new EncoderContext
            {
                Id = plugin.Manifest.Id,
                Version = plugin.Manifest.Version,
                Device = device,
                Files = new PackageFiles(plugin.Package.Folder),
                Options = plugin.Manifest.Options ?? new Dictionary<string, string>(),
                Logger = NullLogger.Instance,
                Stopping = cancellation,
            });
            return new EncoderSource(encoder, plugin);
        }
        catch
        {
            plugin.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Encoder?.Dispose();
        _plugin?.Dispose();
    }

    private static string? OfHome(Home home) => File.Exists(home.MixturePath) && MixtureConfiguration.Read(home).EncoderName is { } name
        ? home.Locate(PackageRole.Encoder, name.Id, name.Version).Folder
        : null;
}
