using System.Text;
using MoECollab.Errors;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Composing;

public sealed class GateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-gate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Written_file_is_read_back()
    {
        var gate = GateFile.Untrained(2).WithGuardThreshold(0.25) with { Encoder = "sha256:e", TrainedFor = ["a", "b"], Transforms = [new GateComponent("temperature")] };
        gate.Write(_folder);

        var read = GateFile.Read(new FolderFiles(_folder));

        Assert.Equal(("prototype", "1.0.0", "sha256:e"), (read.Id, read.Version, read.Encoder));
        Assert.Equal(["a", "b"], read.TrainedFor);
        Assert.Equal("2", read.Selector.Options["K"]);
        Assert.Equal("0.25", read.Guard!.Options["threshold"]);
        Assert.Equal("temperature", Assert.Single(read.Transforms).Kind);
    }

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var fault = Assert.Throws<MoECollabException>(() => GateFile.Parse(Encoding.UTF8.GetBytes("""
            {"schemaVersion": 2, "id": "Gate!", "trainedFor": ["a", "a", 3], "scorer": {"kind": "linear", "weight": 1}, "guard": 5,
             "transforms": [{"options": {}}], "selector": {"kind": "top-k", "options": {"k": [1]}}, "extra": true}
            """)));

        Assert.Equal("gate-invalid", fault.Code);
        foreach (var part in new[]
        {
            "schemaVersion is 2; this version reads 1", "id is 'Gate!'", "version is missing", "trainedFor[1] names 'a' a second time", "trainedFor[2] is 3",
            "scorer.weight is not a field", "guard is 5", "transforms[0].kind is missing", "selector.options.k is an array", "extra is not a field",
        })
        {
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"schemaVersion\": 1")]
    [InlineData("[]")]
    [InlineData("")]
    public void Broken_file_is_refused(string json)
    {
        Assert.Equal("gate-invalid", Assert.Throws<MoECollabException>(() => GateFile.Parse(Encoding.UTF8.GetBytes(json))).Code);
    }

    [Fact]
    public void Unknown_component_is_refused_with_what_is_installed()
    {
        var fault = Assert.Throws<MoECollabException>(() => Make.Gate(GateFile.Untrained() with { Selector = new GateComponent("top-z") }, 2));

        Assert.Equal("gating-unknown", fault.Code);
        Assert.Contains("Installed: switch, threshold, top-k, top-p", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_refused_all_at_once()
    {
        var fault = Assert.Throws<MoECollabException>(() => Make.Component<ISelector>("top-p", ("p", "2"), ("most", "x"), ("q", "1")));

        Assert.Equal("gating-options", fault.Code);
        Assert.Contains("p is '2'; expected a number from 0 to 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("most is 'x'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("q is not an option of it; expected most, p", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_of_another_encoder_is_refused()
    {
        var fault = Assert.Throws<MoECollabException>(() => Make.Gate(GateFile.Untrained() with { Encoder = "sha256:other" }, 2));

        Assert.Equal("encoder-mismatch", fault.Code);
    }

    [Fact]
    public void Registry_refuses_a_second_component_of_a_name()
    {
        var factory = GatingRegistry.BuiltIn.Find<ISelector>("top-k");

        Assert.Equal("gating-duplicate", Assert.Throws<MoECollabException>(() => GatingRegistry.BuiltIn.With("top-k", factory)).Code);
        Assert.Contains("mine", GatingRegistry.BuiltIn.With("mine", factory).Names<ISelector>());
    }
}
