using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Tests.Manifests;

public sealed class ManifestTests : IDisposable
{
    private const string Documented = """
        { "schemaVersion": 1, "id": "contoso.finance-sentiment", "version": "1.4.0", "name": "Finance sentiment",
          "authors": ["Contoso"], "license": "MIT", "projectUrl": "https://example.org", "tags": ["finance","en"],
          "contract": "[1.2,2.0)", "host": "[1.0,)", "entry": { "assembly": "Contoso.Finance.dll", "type": "Contoso.Finance.Expert" },
          "task": { "kind": "classification", "labels": "labels.json", "domains": ["finance"], "languages": ["en"] },
          "encoder": { "id": "moe-mini", "revision": "3", "fingerprint": "sha256:ab", "hiddenSize": 128, "maxLength": 256,
                       "pooling": "mean", "tokenizer": "sha256:cd" },
          "adapter": { "kind": "bottleneck", "rank": 16, "weights": "adapter_model.safetensors", "dtype": "F32" },
          "io": { "inputs": [{"name":"input_ids","datatype":"INT64","shape":[-1,-1]}],
                  "outputs": [{"name":"logits","datatype":"FP32","shape":[-1,3]}] },
          "resources": { "weightsBytes": 65536, "peakBytesPerSample": 8192, "flopsPerSample": 4200000, "devices": ["cpu","cuda"] },
          "routing": { "key": "routing_key.safetensors", "temperature": 1.3, "abstainBelow": 0.35, "exampleUtterances": ["a"] },
          "evaluation": [ { "dataset": "sha256:ef", "metric": "macro-f1", "value": 0.871, "ci95": [0.859,0.883], "n": 4000, "seed": 7 } ],
          "provenance": { "commit": "abc", "trainingConfig": "sha256:01", "dataCard": "CARD.md" },
          "permissions": { "network": false, "filesystem": "package-read", "environment": [], "threads": false },
          "files": { "lib/net10.0/Contoso.Finance.dll": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reader_takes_every_documented_field()
    {
        var manifest = Read(Documented);

        Assert.Equal("Contoso.Finance.dll", manifest.Entry!.Assembly);
        Assert.Equal(["finance"], manifest.Task!.Domains!);
        Assert.Equal(128, manifest.Encoder!.HiddenSize);
        Assert.Equal([-1, 3], manifest.Io!.Outputs![0].Shape!);
        Assert.Equal(0.35, manifest.Routing!.AbstainBelow);
    }

    [Fact]
    public void Writer_and_reader_agree_and_equal_content_gives_equal_bytes()
    {
        var manifest = new PackageManifest
        {
            Id = "science",
            Version = "1.0.0",
            Kind = "adapter",
            Options = new Dictionary<string, string> { ["rank"] = "16", ["activation"] = "relu" },
        };
        var reordered = manifest with { Options = new Dictionary<string, string> { ["activation"] = "relu", ["rank"] = "16" } };

        ManifestWriter.Write(PackageRole.Expert, _folder.Path, manifest);

        Assert.Equal(ManifestWriter.ToJson(manifest), ManifestWriter.ToJson(reordered));
        Assert.Equal(ManifestWriter.ToJson(manifest), ManifestWriter.ToJson(ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path)));
    }

    [Fact]
    public void Reader_names_every_unknown_field()
    {
        var fault = Refused("""{"schemaVersion":1,"id":"a","version":"1.0.0","kind":"linear","colour":"red","task":{"mood":1},"io":{"inputs":[{"size":3}]}}""");

        Assert.Contains("colour, task.mood, io.inputs[0].size", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_reports_all_faults_at_once()
    {
        var fault = Refused("""{"schemaVersion":2,"id":"Moe","version":"one","contract":"soon","encoder":{"hiddenSize":0},"resources":{"parameters":-1},"routing":{"temperature":0}}""");

        foreach (var part in (string[])["schemaVersion is 2", "id is 'Moe'", "version is 'one'", "contract is 'soon'", "either entry", "encoder.id", "encoder.fingerprint is missing", "hiddenSize is 0", "parameters is -1", "temperature is 0"])
            Assert.Contains(part, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("null", "null")]
    [InlineData("[]", "wrong type")]
    [InlineData("{\"schemaVersion\":1,\"id\":\"a\",\"ver", "cut short")]
    [InlineData("{\"schemaVersion\":1,\"id\":7,\"version\":\"1.0.0\",\"kind\":\"linear\"}", "wrong type at 'id'")]
    [InlineData("{\"schemaVersion\":1,\"id\":\"a\",\"id\":\"b\",\"version\":\"1.0.0\",\"kind\":\"linear\"}", "uplicate")]
    public void Reader_refuses_what_is_not_sound(string json, string part) => Assert.Contains(part, Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "schemaVersion is 0; this host reads 1; id is ''")]
    [InlineData("{\"schemaVersion\":1,\"id\":\"a\",\"version\":\"1.0.0\",\"entry\":{}}", "entry.assembly is ''")]
    [InlineData("{\"schemaVersion\":1,\"id\":\"a\",\"version\":\"1.0.0\",\"entry\":{\"assembly\":null}}", "entry.assembly")]
    [InlineData("{\"schemaVersion\":1,\"id\":null,\"version\":\"1.0.0\",\"kind\":\"linear\"}", "'id'")]
    [InlineData("{\"schemaVersion\":1,\"id\":\"a\",\"version\":\"1.0.0\",\"kind\":\"linear\",\"options\":{\"rank\":null}}", "options.rank is null")]
    public void Reader_says_what_is_missing(string json, string part) => Assert.Contains(part, Refused(json), StringComparison.Ordinal);

    [Fact]
    public void Reader_refuses_deep_nesting_and_large_files()
    {
        var deep = Refused("{\"schemaVersion\":1,\"options\":" + string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 66));
        var large = Refused("{\"schemaVersion\":1,\"description\":\"" + new string('x', ManifestReader.MaximumBytes) + "\"}");

        Assert.Contains("depth", deep, StringComparison.Ordinal);
        Assert.Contains("at most 1048576 are read", large, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_takes_a_manifest_of_the_largest_size()
    {
        const string frame = """{"schemaVersion":1,"id":"a","version":"1.0.0","kind":"linear","description":""}""";

        Assert.Equal("a", Read(frame + new string(' ', ManifestReader.MaximumBytes - frame.Length)).Id);
    }

    [Fact]
    public void Reader_looks_at_the_size_before_it_reads_a_byte()
    {
        const long size = 1L << 40;
        _folder.Write("moe/expert.json", "");
        using (var file = File.OpenWrite(Path.Combine(_folder.Path, "moe/expert.json")))
            file.SetLength(size);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal($"moe/expert.json has {size} bytes; at most 1048576 are read.", refusal.Message);
        Assert.InRange(allocated, 0, 64 << 10);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    public void Reader_ends_where_a_manifest_is_a_device(string device)
    {
        if (!File.Exists(device))
            Assert.Skip($"there is no {device}");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "moe"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "moe/expert.json"), device);

        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path));

        Assert.Equal(ManifestReader.FaultCode, refusal.Code);
    }

    [Fact]
    public void Reader_refuses_bytes_that_are_no_text()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "moe"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "moe/expert.json"), [.. "{\"id\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);

        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path));

        Assert.Contains("not UTF-8", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_says_that_a_manifest_is_missing()
    {
        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.ReadClaims(PackageRole.Encoder, _folder.Path));

        Assert.Equal("moe/encoder.json is missing.", refusal.Message);
    }

    [Theory]
    [InlineData("/x.dll")]
    [InlineData("../x.dll")]
    [InlineData("C:\\x.dll")]
    [InlineData(".././.././../x.dll")]
    [InlineData("..\\.\\..\\x.dll")]
    [InlineData("\\\\server\\x.dll")]
    [InlineData("https://example.org/x.dll")]
    [InlineData("~/x.dll")]
    [InlineData("x.exe")]
    public void Reader_refuses_an_assembly_outside_of_its_folder(string assembly)
    {
        _folder.Write("moe/expert.json", "{\"schemaVersion\":1,\"id\":\"a\",\"version\":\"1.0.0\",\"entry\":{\"assembly\":" + System.Text.Json.JsonSerializer.Serialize(assembly) + "}}");
        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path));

        Assert.Contains("entry.assembly", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_refuses_a_folder_that_says_otherwise()
    {
        _folder.Write("moe/expert.json", """{"schemaVersion":1,"id":"a","version":"1.0.0","kind":"linear"}""");

        var refusal = Assert.Throws<MoECollabException>(() => ManifestReader.Read(new InstalledPackage(PackageRole.Expert, "b", "1.0.0", _folder.Path)));

        Assert.Contains("the folder says b 1.0.0, its manifest says a 1.0.0", refusal.Message, StringComparison.Ordinal);
    }

    private PackageManifest Read(string json)
    {
        _folder.Write("moe/expert.json", json);
        return ManifestReader.ReadClaims(PackageRole.Expert, _folder.Path);
    }

    private string Refused(string json)
    {
        var refusal = Assert.Throws<MoECollabException>(() => Read(json));
        Assert.Equal(ManifestReader.FaultCode, refusal.Code);
        Assert.StartsWith("moe/expert.json", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
