using System.Reflection;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Loading.Composing;
using MoECollab.Loading.Contexts;
using MoECollab.Loading.Inspecting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Loading.Creating;

/// <summary>Brings the code of one package up to its factory: checks, load context, composition, constructor. Calls may overlap.</summary>
internal sealed class PackageOpener(LoadOptions options, SharedAssemblies shared)
{
    private readonly AssemblyInspection _inspection = new(shared);

    public IReadOnlyList<OpenedFactory> Open(LoadedPackage package, PackageHold hold)
    {
        var manifest = package.Manifest!;
        MetadataCheck.RequireContract(manifest.Contract);
        return manifest.Entry is null ? [BuiltIn(package.Package.Role, manifest.Kind!)] : OpenCode(package, manifest, hold);
    }

    private OpenedFactory BuiltIn(PackageRole role, string kind) => role == PackageRole.Encoder
        ? Known(options.BuiltInEncoders, kind, typeof(IEncoderFactory))
        : Known(options.BuiltInKinds, kind, typeof(IExpertFactory));

    private static OpenedFactory Known<T>(IReadOnlyDictionary<string, T> factories, string kind, Type contract)
        where T : class =>
        factories.TryGetValue(kind, out var factory)
            ? new OpenedFactory(factory, contract, kind, [], [])
            : throw PackageRefusedException.NotSupported($"Its kind is '{kind}', which is not built into this host; built in: {string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}.");

    private OpenedFactory[] OpenCode(LoadedPackage package, PackageManifest manifest, PackageHold hold)
    {
        var assemblies = new PackageAssemblies(package.Package, manifest.Entry!.Assembly);
        var images = _inspection.Inspect(assemblies);
        var context = PackageContext.Create(assemblies, shared);
        hold.Context = context;
        var assembly = PackageContext.Load(context, images);
        return TimeLimit.Run($"The constructor of {package.Package.Key}", options.CreationLimit, () => Compose(package.Package.Role, manifest, assembly, hold), late: _ => { }, options.Cancellation);
    }

    private static OpenedFactory[] Compose(PackageRole role, PackageManifest manifest, Assembly assembly, PackageHold hold)
    {
        var composition = new Composition(assembly);
        hold.Composition = composition;
        if (role == PackageRole.Gating)
        {
            var components = composition.GatingComponents();
            MetadataCheck.CheckGating(manifest, components);
            return [.. components.Select(Create)];
        }

        var export = MetadataCheck.Pick(manifest, role == PackageRole.Encoder ? composition.Encoders() : composition.Experts(), role);
        var opened = Create(export);
        MetadataCheck.RequireType(manifest, opened.Factory);
        return [opened];
    }

    private static OpenedFactory Create(ExportedComponent export) =>
        new(export.Create(), export.Contract, export.Metadata.Id, [.. export.Metadata.Domains ?? []], [.. export.Metadata.Languages ?? []]);
}
