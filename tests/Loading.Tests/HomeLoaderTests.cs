using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;
using MoECollab.Weights;
using NSubstitute;
using static TorchSharp.torch;

namespace MoECollab.Loading.Tests;

public sealed class HomeLoaderTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Encoder_experts_and_gating_components_of_a_home_are_loaded()
    {
        _home.AddEncoder();
        _home.AddExpert("science");
        _home.AddExpert("law");
        _home.Add(PackageRole.Gating, "sample.first", "1.0.0", "SamplePlugin");

        using var loaded = _home.Load();

        Assert.All(loaded.Packages, package => Assert.Equal((PackageState.Active, ""), (package.Status.State, package.Status.Reason)));
        Assert.Equal(("sample.encoder", 4), (loaded.Encoder!.Description.Id, loaded.Encoder.Description.HiddenSize));
        Assert.Equal(["law", "science"], loaded.Experts.Select(expert => expert.Id));
        Assert.NotNull(loaded.FindGating<Gating.ISelector>("sample.first"));
        Assert.Null(loaded.FindGating<Gating.IGuard>("sample.first"));
    }

    [Fact]
    public void Expert_of_a_plugin_exchanges_tensors_with_the_host()
    {
        _home.AddEncoder();
        _home.AddExpert("science");
        using var loaded = _home.Load();
        IReadOnlyList<RawInput> inputs = [new("one"), new("two")];

        using var hidden = loaded.Encoder!.Encoder.Encode(inputs);
        using var output = loaded.Experts[0].Expert.Run(new ExpertBatch(inputs, hidden));

        Assert.Equal([2L, 4L], hidden.shape);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], output.Values!.data<float>().ToArray());
    }

    [Fact]
    public void Descriptor_has_what_manifest_export_and_weights_say()
    {
        _home.AddEncoder();
        var package = _home.AddExpert("science", manifest => manifest with
        {
            Description = "knows cells",
            Task = new PackageTask { Labels = "labels.json" },
            Routing = new PackageRouting { Key = "routing_key.safetensors" },
            Encoder = new PackageEncoder { Id = "sample.encoder", Fingerprint = "sha256:0001", HiddenSize = 4 },
        });
        _home.Write($"{package.Key}/moe/labels.json", """["biology","physics","chemistry"]""");
        WeightWriter.Write(_home.At($"{package.Key}/moe/routing_key.safetensors"), [NamedWeights.Of("keys", [1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], 2, 4)]);

        using var loaded = _home.Load();

        var expert = Assert.Single(loaded.Experts);
        Assert.Equal(["biology", "physics", "chemistry"], ((ClassSpace)expert.Descriptor.Output).Labels);
        Assert.Equal([5f, 6f, 7f, 8f], expert.Descriptor.RoutingKeys[1].ToArray());
        Assert.Equal(("knows cells", 12L), (expert.Descriptor.Description, expert.Descriptor.WeightBytes));
        Assert.Equal(["science"], expert.Descriptor.Domains);
        Assert.Equal(["en"], expert.Descriptor.Languages);
    }

    [Fact]
    public void Package_without_code_is_run_by_a_built_in_kind()
    {
        var factory = Substitute.For<IExpertFactory>();
        factory.Create(Arg.Any<ExpertContext>()).Returns(call => new NullExpert(call.Arg<ExpertContext>()));
        _home.Write("experts/plain/1.0.0/moe/expert.json", """{"schemaVersion":1,"id":"plain","version":"1.0.0","kind":"linear","options":{"Scale":"2"},"task":{"labels":"labels.json"}}""");
        _home.Write("experts/plain/1.0.0/moe/labels.json", """["x"]""");
        _home.Write("experts/other/1.0.0/moe/expert.json", """{"schemaVersion":1,"id":"other","version":"1.0.0","kind":"quantum"}""");

        using var loaded = _home.Load(options => TestHome.WithKind(options, "linear", factory));

        var expert = (NullExpert)Assert.Single(loaded.Experts).Expert;
        Assert.Equal(("plain", "2", "x"), (expert.Context.Id, expert.Context.Options["scale"], expert.Context.Labels[0]));
        loaded.Ends("experts/other/1.0.0", PackageState.NotSupported, "'quantum'", "built in: linear");
    }

    [Fact]
    public void Encoder_of_the_mixture_is_used_and_the_others_are_left_alone()
    {
        _home.Add(PackageRole.Encoder, "another", "1.0.0", "SamplePlugin", "sample.encoder@1.0.0");
        _home.Add(PackageRole.Encoder, "sample.encoder", "2.0.0", "SamplePlugin", "sample.encoder@1.0.0");
        _home.AddEncoder();
        new MixtureConfiguration { Encoder = "sample.encoder@1.0.0" }.Write(_home.Home);

        using var loaded = _home.Load();

        Assert.Equal("1.0.0", loaded.Encoder!.Description.Version);
        Assert.Equal(PackageState.Verified, loaded.StatusOf("encoders/another/1.0.0").State);
        loaded.Ends("encoders/sample.encoder/2.0.0", PackageState.Superseded, "Version 1.0.0");
    }

    [Fact]
    public void Expert_trained_on_another_encoder_is_refused_with_both_fingerprints()
    {
        _home.AddEncoder();
        _home.AddExpert("foreign", manifest => manifest with { Encoder = new PackageEncoder { Id = "sample.encoder", Fingerprint = "sha256:0002" } });
        _home.AddExpert("sound");

        using var loaded = _home.Load();

        loaded.Ends("experts/foreign/1.0.0", PackageState.NotSupported, "sha256:0002", "sha256:0001");
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }

    [Fact]
    public void Expert_that_needs_an_encoder_is_refused_where_none_is_loaded()
    {
        _home.AddExpert("lost", manifest => manifest with { Encoder = new PackageEncoder { Id = "sample.encoder", Fingerprint = "sha256:0001" } });
        _home.AddExpert("sound");

        using var loaded = _home.Load();

        loaded.Ends("experts/lost/1.0.0", PackageState.NotSupported, "no encoder is loaded", "none is installed");
        Assert.Equal(["sound"], loaded.Experts.Select(expert => expert.Id));
    }

    [Fact]
    public void Encoder_that_is_not_the_one_its_manifest_describes_is_refused()
    {
        _home.Add(PackageRole.Encoder, "sample.encoder", "1.0.0", "SamplePlugin", null, manifest => manifest with { Encoder = new PackageEncoder { Fingerprint = "sha256:0003" } });

        using var loaded = _home.Load();

        Assert.Null(loaded.Encoder);
        loaded.Ends("encoders/sample.encoder/1.0.0", PackageState.NotSupported, "sha256:0003", "sha256:0001");
    }

    [Fact]
    public void Home_without_packages_loads()
    {
        using var loaded = _home.Load();

        Assert.Empty(loaded.Packages);
        Assert.Empty(loaded.Snapshot().Experts);
    }

    [Fact]
    public void States_that_were_found_are_recorded()
    {
        _home.AddExpert("sound");
        _home.AddFaulty("faulty.throwing-factory");

        using (var loaded = _home.Load())
            loaded.RecordStates();

        var states = PackageStates.Open(_home.Home, TimeProvider.System);
        Assert.Equal(PackageState.Active, states.Find(_home.Home.Locate(PackageRole.Expert, "sound", "1.0.0"))!.State);
        Assert.Equal(PackageState.Malfunctioned, states.Find(_home.Home.Locate(PackageRole.Expert, "faulty.throwing-factory", "1.0.0"))!.State);
    }

    [Fact]
    public void Cancelled_loading_stops()
    {
        _home.AddExpert("sound");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => _home.Load(options => options with { Cancellation = cancelled.Token }));
    }

    private sealed class NullExpert(ExpertContext context) : IExpert
    {
        public ExpertContext Context => context;

        public OutputSpace Output => new ClassSpace(context.Labels);

        public ExpertTraits Traits => new();

        public ExpertOutput Run(ExpertBatch batch) => ExpertOutput.FromProbabilities(ones([batch.Inputs.Count, context.Labels.Count]));

        public void Dispose()
        {
        }
    }
}
