using System.CommandLine;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Loading;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Experts;
using MoECollab.Training.Packages;

namespace MoECollab.Cli.Training;

/// <summary>What makes an expert: a built-in kind, or a plugin's factory with the assembly that goes into the package.</summary>
internal sealed class ExpertSource : IDisposable
{
    private readonly PluginFactory? _plugin;

    private ExpertSource(IExpertFactory factory, PackageCode code, PluginFactory? plugin)
    {
        Factory = factory;
        Code = code;
        _plugin = plugin;
    }

    public static Option<string?> Kind { get; } = new("--kind") { Description = "A built-in kind: adapter, linear, feed-forward, ngram; default: adapter with an encoder, ngram without" };

    public IExpertFactory Factory { get; }

    public PackageCode Code { get; }

    /// <summary>As <c>--kind</c> or <c>--plugin</c> ask for.</summary>
    public static ExpertSource Choose(ParseResult parsed, string defaultKind, CancellationToken cancellation)
    {
        var plugin = parsed.GetValue(TrainOptions.Plugin);
        var kind = parsed.GetValue(Kind);
        if (plugin is not null && kind is not null)
            throw new MoECollabException("usage", "Both --kind and --plugin are given; expected one of them.");
        return plugin is null ? OfKind(kind ?? defaultKind) : OfPlugin(plugin, cancellation);
    }

    /// <summary>A built-in kind.</summary>
    public static ExpertSource OfKind(string kind) => BuiltInKinds.Experts.TryGetValue(kind, out var factory)
        ? new ExpertSource(factory, PackageCode.BuiltIn(kind), null)
        : throw new MoECollabException("usage", $"--kind is '{kind}'; built in are {string.Join(", ", BuiltInKinds.Experts.Keys.Order(StringComparer.Ordinal))}. For a plugin use --plugin.");

    /// <summary>A plugin, by its id or folder.</summary>
    public static ExpertSource OfPlugin(string name, CancellationToken cancellation)
    {
        var plugin = ShippedPlugins.Open(name, PackageRole.Expert, cancellation);
        return new ExpertSource(plugin.As<IExpertFactory>(), PackageCode.Plugin(plugin.Component, plugin.AssemblyFolder), plugin);
    }

    /// <summary>Puts a trained expert's package in its place.</summary>
    public void Complete(PackageWriter writer, TrainedExpert trained)
    {
        writer.WriteLabels(trained.Labels);
        if (Code.AssemblyFolder is { } folder)
            writer.CopyAssemblies(folder);
        writer.Complete(trained.ToManifest(Code));
    }

    public void Dispose() => _plugin?.Dispose();
}
