using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Tests.Contexts;

/// <summary>An expert of ONNX Runtime: a private assembly, its native library, satellite resources.</summary>
public sealed class NativeLibraryTests : IDisposable
{
    private const string Library = "onnxruntime";

    // Softmax of (2, 0): e² / (e² + 1).
    private const float Sure = 0.8807971f;

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Expert_of_onnx_runtime_loads_and_answers()
    {
        AddOnnx("onnx");

        using var loaded = _home.Load();

        Assert.Equal((PackageState.Active, ""), (loaded.Packages[0].Status.State, loaded.Packages[0].Status.Reason));
        Answers(loaded);
    }

    [Theory]
    [InlineData("runtimes/{0}/native")]
    [InlineData(".")]
    public void Native_library_that_no_deps_json_lists_is_found(string where)
    {
        var folder = AddOnnx("onnx");
        File.Delete(Path.Combine(folder, "OnnxPlugin.deps.json"));
        var native = NativeFile(folder);
        var place = Path.Combine(folder, string.Format(null, where, RuntimeInformation.RuntimeIdentifier));
        Directory.CreateDirectory(place);
        File.Move(native, Path.Combine(place, Path.GetFileName(native)));

        using var loaded = _home.Load();

        Assert.Equal("", loaded.Packages[0].Status.Reason);
        Answers(loaded);
    }

    [Fact]
    public void Package_without_its_native_library_is_told_so_by_name()
    {
        var folder = AddOnnx("onnx");
        File.Delete(NativeFile(folder));
        _home.AddExpert("sound");

        using var loaded = _home.Load();

        loaded.Ends("experts/onnx/1.0.0", PackageState.Malfunctioned, "native library", RuntimeInformation.RuntimeIdentifier, Library);
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }

    [Fact]
    public void Files_of_a_mapped_native_library_can_be_overwritten()
    {
        var folder = AddOnnx("onnx");
        using var loaded = _home.Load();

        File.WriteAllBytes(NativeFile(folder), new byte[64 * 1024]);

        Answers(loaded);
    }

    [Fact]
    public void Reloads_map_no_second_copy_and_leave_no_file_behind()
    {
        const int Reloads = 6;
        AddOnnx("onnx");
        LoadRunUnload();
        var (mapped, staged) = (Mapped(), Staged());

        for (var reload = 0; reload < Reloads; reload++)
            LoadRunUnload();

        Assert.Equal(mapped, Mapped());
        Assert.Equal(staged, Staged());
    }

    [Fact]
    public void Two_packages_have_native_libraries_of_their_own()
    {
        AddOnnx("one");
        AddOnnx("two");
        var before = Mapped();

        using var loaded = _home.Load();

        Assert.Equal(2, loaded.Experts.Count);
        Answers(loaded);
        Assert.Equal(2, Mapped().Except(before).Count());
    }

    [Theory]
    [InlineData("de", "Frage", "Aussage")]
    [InlineData("fr", "question", "statement")]
    public void Satellite_resources_of_a_package_are_found(string language, string question, string statement)
    {
        _home.Add(PackageRole.Expert, "onnx", "1.0.0", "OnnxPlugin", "onnx.question@1.0.0", manifest => manifest with { Options = new Dictionary<string, string> { ["language"] = language } });

        using var loaded = _home.Load();

        Assert.Equal("", loaded.Packages[0].Status.Reason);
        Assert.Equal([question, statement], ((ClassSpace)loaded.Experts[0].Descriptor.Output).Labels);
    }

    private string AddOnnx(string id) => Path.Combine(_home.Add(PackageRole.Expert, id, "1.0.0", "OnnxPlugin", "onnx.question@1.0.0").Folder, PackageLayout.AssemblyFolder);

    private static string NativeFile(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Single(file => Path.GetFileName(file) is "libonnxruntime.so" or "libonnxruntime.dylib" or "onnxruntime.dll");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LoadRunUnload()
    {
        using var loaded = _home.Load();
        Answers(loaded);

        var result = loaded.Packages[0].Unload();

        Assert.True(result.Collected, result.Reason);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Answers(LoadedHome loaded)
    {
        IReadOnlyList<RawInput> inputs = [new("is it so?"), new("so it is.")];
        foreach (var expert in loaded.Experts)
        {
            using var output = expert.Expert.Run(new(inputs, null));
            Assert.All(output.Values!.data<float>().ToArray().Zip([Sure, 1 - Sure, 1 - Sure, Sure]), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-6f));
        }
    }

    private static List<string> Mapped()
    {
        using var self = Process.GetCurrentProcess();
        return [.. self.Modules.Cast<ProcessModule>().Select(module => module.FileName).Where(path => path.Contains(Library, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static List<string> Staged() =>
    [
        .. Directory.EnumerateDirectories(Path.GetTempPath(), "moe-native-*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*onnxruntime*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Order(StringComparer.Ordinal),
    ];
}
