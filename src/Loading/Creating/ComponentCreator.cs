using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Loading.Creating;

/// <summary>Lets factories make their encoder or expert, within the time limit, and checks what they made. Calls may overlap.</summary>
internal sealed class ComponentCreator(LoadOptions options)
{
    // What experts that need no encoder see in a home without one.
    private static readonly EncoderDescription NoEncoder = new("none", "0.0.0", "", 0);

    public EncoderDescription CreateEncoder(OpenedPackage opened)
    {
        var (package, manifest) = (opened.Package, opened.Package.Manifest!);
        var context = new EncoderContext
        {
            Id = package.Id,
            Version = package.Version,
            Device = options.Device,
            Files = new PackageFiles(package.Package.Folder),
            Options = OptionsOf(manifest),
            Logger = options.LoggerFactory.CreateLogger($"MoECollab.Package.{package.Id}"),
            Stopping = opened.Hold.Stopping,
        };
        var factory = (IEncoderFactory)opened.Factories[0].Factory;
        return TimeLimit.Run($"The factory of {package.Package.Key}", options.CreationLimit, () =>
        {
            var encoder = factory.Create(context) ?? throw PackageRefusedException.Malfunctioned("Its factory made nothing.");
            opened.Hold.Components = [encoder];
            if (options.PlaceEncoder(package, encoder) is { } place)
                opened.Hold.Components = [encoder, place];
            var made = encoder.Description;
            return new EncoderDescription(package.Id, package.Version, made.Fingerprint, made.HiddenSize);
        }, late: _ => opened.Hold.Release(), options.Cancellation);
    }

    public static void RequireSelf(PackageManifest manifest, EncoderDescription made)
    {
        if (made.HiddenSize < 1 || string.IsNullOrEmpty(made.Fingerprint))
            throw PackageRefusedException.Malfunctioned($"Its encoder describes itself with hidden size {made.HiddenSize} and fingerprint '{made.Fingerprint}'; expected at least 1 and sha256:….");
        if (manifest.Encoder?.Fingerprint is { } fingerprint && fingerprint != made.Fingerprint)
            throw PackageRefusedException.NotSupported($"Its manifest says fingerprint {fingerprint}, the encoder itself says {made.Fingerprint}: weights or tokeniser are not those that the manifest was written for.");
        if (manifest.Encoder?.HiddenSize is { } size && size != made.HiddenSize)
            throw PackageRefusedException.NotSupported($"Its manifest says hidden size {size}, the encoder itself says {made.HiddenSize}.");
    }

    public static void RequireEncoder(PackageManifest manifest, EncoderDescription? encoder, string whyNone)
    {
        if (manifest.Encoder is not { } wanted)
            return;
        if (encoder is null)
            throw PackageRefusedException.NotSupported($"It was trained on the encoder {wanted.Id} ({wanted.Fingerprint}), and no encoder is loaded: {whyNone}");
        if (wanted.Fingerprint != encoder.Fingerprint)
            throw PackageRefusedException.NotSupported($"It was trained on the encoder {wanted.Id} with fingerprint {wanted.Fingerprint}; this home's is {encoder.Id}@{encoder.Version} with fingerprint {encoder.Fingerprint}. Train it on this encoder, or install it where its own is used.");
        if (wanted.HiddenSize is { } size && size != encoder.HiddenSize)
            throw PackageRefusedException.NotSupported($"It expects hidden vectors of length {size}; this home's encoder makes {encoder.HiddenSize}.");
    }

    public LoadedExpert CreateExpert(OpenedPackage opened, EncoderDescription? encoder)
    {
        var (package, manifest) = (opened.Package, opened.Package.Manifest!);
        var files = new PackageFiles(package.Package.Folder);
        var labels = LabelFile.Read(package.Package.Folder, manifest);
        var context = new ExpertContext
        {
            Id = package.Id,
            Version = package.Version,
            Device = options.Device,
            Encoder = encoder ?? NoEncoder,
            Files = options.FilesOf(package),
            Labels = labels,
            Options = OptionsOf(manifest),
            Logger = options.LoggerFactory.CreateLogger($"MoECollab.Package.{package.Id}"),
            Stopping = opened.Hold.Stopping,
        };
        var factory = (IExpertFactory)opened.Factories[0].Factory;
        var descriptor = TimeLimit.Run($"The factory of {package.Package.Key}", options.CreationLimit, () =>
        {
            var expert = options.PlaceExpert(package, () => factory.Create(context) ?? throw PackageRefusedException.Malfunctioned("Its factory made nothing."));
            opened.Hold.Components = [expert];
            return Describe(package, expert);
        }, late: _ => opened.Hold.Release(), options.Cancellation);
        var export = opened.Factories[0];
        return new LoadedExpert(descriptor with
        {
            RoutingKeys = RoutingKeys.Read(files, manifest, encoder?.HiddenSize ?? 0),
            Description = manifest.Description ?? manifest.Name ?? "",
            Domains = manifest.Task?.Domains ?? export.Domains,
            Languages = manifest.Task?.Languages ?? export.Languages,
        }, labels, package);
    }

    private static ExpertDescriptor Describe(LoadedPackage package, IExpert expert)
    {
        var traits = expert.Traits ?? throw PackageRefusedException.Malfunctioned("It declares no traits.");
        return new ExpertDescriptor(package.Id, package.Version, OutputSpaces.Copy(expert.Output))
        {
            MultiplyAdds = traits.MultiplyAdds > 0 ? traits.MultiplyAdds : package.Manifest!.Resources?.MultiplyAdds ?? 0,
            WeightBytes = traits.WeightBytes > 0 ? traits.WeightBytes : package.Manifest!.Resources?.WeightsBytes ?? 0,
        };
    }

    private static Dictionary<string, string> OptionsOf(PackageManifest manifest)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in manifest.Options ?? new Dictionary<string, string>())
        {
            if (!options.TryAdd(name, value))
                throw PackageRefusedException.Malfunctioned($"Its manifest gives the option '{name}' twice; names of options have no case.");
        }

        return options;
    }
}
