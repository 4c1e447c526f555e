using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Packaging.Files;
using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Plugins.Tests.Packages;

/// <summary>A folder for one package, deleted at the end, and the contexts that a host would hand over for it.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Folder = Directory.CreateTempSubdirectory("moe-plugins-").FullName;

    public string Folder { get; }

    public PackageFiles Files => new(Folder);

    public void Write(string path, string content)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public EncoderContext Encoder(params (string Name, string Value)[] options) => new()
    {
        Id = "encoder",
        Version = "1.0.0",
        Device = CPU,
        Files = Files,
        Options = Options(options),
        Logger = NullLogger.Instance,
    };

    public EncoderTraining EncoderTraining(IReadOnlyList<string> texts, params (string Name, string Value)[] options) => new()
    {
        OutputFolder = Folder,
        Device = CPU,
        Seed = 1,
        Texts = texts,
        Options = Options(options),
        Logger = NullLogger.Instance,
    };

    public ExpertContext Expert(int hidden, string[] labels, params (string Name, string Value)[] options) => new()
    {
        Id = "expert",
        Version = "1.0.0",
        Device = CPU,
        Encoder = new EncoderDescription("encoder", "1.0.0", "sha256:0", hidden),
        Files = Files,
        Labels = labels,
        Options = Options(options),
        Logger = NullLogger.Instance,
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Dictionary<string, string> Options((string Name, string Value)[] options) =>
        options.ToDictionary(option => option.Name, option => option.Value, StringComparer.OrdinalIgnoreCase);
}
