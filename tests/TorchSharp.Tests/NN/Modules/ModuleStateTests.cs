using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.NN.Modules;

public sealed class ModuleStateTests
{
    [Fact]
    public void State_goes_from_one_module_to_another()
    {
        using var scope = NewDisposeScope();
        using var source = new TwoLayers();
        using var target = new TwoLayers();
        var input = rand(5, 3);

        var (missing, unexpected) = target.load_state_dict(source.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(target.call(input).Equals(source.call(input)));
        Assert.Equal(["_scale", "input.weight", "input.bias", "_second.weight", "_second.bias", "_shift"], target.state_dict().Keys);
    }

    [Fact]
    public void State_is_live()
    {
        using var module = new TwoLayers();

        Assert.Same(module.Scale, module.state_dict()["_scale"]);
        Assert.Contains("net._scale", module.state_dict(prefix: "net").Keys);
    }

    [Fact]
    public void Strict_loading_names_what_differs()
    {
        using var scope = NewDisposeScope();
        using var module = new TwoLayers();
        Dictionary<string, Tensor> state = new() { ["_scale"] = ones(1), ["other"] = ones(1) };

        var fault = Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state));
        var (missing, unexpected) = module.load_state_dict(state, strict: false, skip: ["_shift"]);

        Assert.NotEmpty(fault.Message);
        Assert.Equal(4, missing.Count);
        Assert.Equal(["other"], unexpected);
    }

    [Fact]
    public void Non_persistent_buffers_stay_out_of_the_state()
    {
        using var module = new TwoLayers();

        module.register_buffer("cache", ones(1), persistent: false);

        Assert.DoesNotContain("cache", module.state_dict().Keys);
        Assert.Contains("cache", module.named_buffers().Select(entry => entry.name));
        Assert.DoesNotContain("cache", module.named_buffers(include_nonpersistent: false).Select(entry => entry.name));
    }

    [Fact]
    public void Saved_module_is_loaded_by_another()
    {
        using var scope = NewDisposeScope();
        using var source = new TwoLayers();
        using var target = new TwoLayers();
        using var stream = new MemoryStream();
        var input = rand(5, 3);

        source.save(stream);
        target.load(new MemoryStream(stream.ToArray()));

        Assert.True(target.call(input).Equals(source.call(input)));
    }

    [Fact]
    public void Saved_file_has_count_name_type_rank_sizes_and_bytes()
    {
        using var linear = nn.Linear(2, 1, hasBias: false);
        linear.load_state_dict(new() { ["weight"] = tensor(new float[,] { { 1, 2 } }) });
        using var stream = new MemoryStream();

        linear.save(stream);

        // 1 entry; "weight"; element type 6 (float32); rank 2; sizes 1 and 2; 1f and 2f.
        byte[] expected = [1, 6, .. "weight"u8, 6, 2, 1, 2, 0, 0, 128, 63, 0, 0, 0, 64];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Strict_load_refuses_another_module()
    {
        using var source = nn.Linear(2, 2);
        using var wider = nn.Linear(3, 2);
        using var bare = nn.Linear(2, 2, hasBias: false);
        using var doubled = nn.Linear(2, 2, dtype: float64);
        using var named = nn.Sequential(("other", nn.Linear(2, 2)));
        var bytes = Saved(source);

        Assert.Throws<ArgumentException>(() => wider.load(new MemoryStream(bytes)));
        Assert.Throws<ArgumentException>(() => bare.load(new MemoryStream(bytes)));
        Assert.Throws<ArgumentException>(() => doubled.load(new MemoryStream(bytes)));
        Assert.Throws<ArgumentException>(() => named.load(new MemoryStream(bytes)));
        Assert.Throws<FileNotFoundException>(() => source.load("no-such-file.bin"));
    }

    [Fact]
    public void Loose_load_takes_what_fits_and_says_what_it_took()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(2, 2);
        using var bare = nn.Linear(2, 2, hasBias: false);
        Dictionary<string, bool> taken = [];

        bare.load(new MemoryStream(Saved(source)), strict: false, loadedParameters: taken);

        Assert.True(bare.weight.Equals(source.weight));
        Assert.Equal(new Dictionary<string, bool> { ["weight"] = true, ["bias"] = false }, taken);
    }

    [Fact]
    public void Skipped_entries_are_neither_saved_nor_loaded()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Linear(2, 2);
        using var target = nn.Linear(2, 2);
        var before = target.bias!.detach().clone();

        target.load(new MemoryStream(Saved(source)), skip: ["bias"]);

        Assert.True(target.weight.Equals(source.weight));
        Assert.True(target.bias!.Equals(before));
    }

    [Fact]
    public void Conversion_replaces_parameters_everywhere()
    {
        using var scope = NewDisposeScope();
        using var module = new TwoLayers();

        module.to(float64);

        Assert.All(module.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Same(module.Scale, module.get_parameter("_scale"));
        Assert.True(module.Scale.requires_grad);
        Assert.Equal(ScalarType.Float64, module.call(rand(1, 3, float64)).dtype);
        Assert.Throws<ArgumentException>(() => module.to(int64));
    }

    [Fact]
    public void Module_is_on_the_device_asked_for()
    {
        if (!cuda.is_available())
            Assert.Skip("no CUDA device here");
        using var scope = NewDisposeScope();
        using var module = new TwoLayers();
        var input = rand(4, 3);
        var expected = module.call(input);

        module.to(CUDA);

        Assert.All(module.parameters(), parameter => Assert.Equal(DeviceType.CUDA, parameter.device_type));
        Assert.True(module.call(input.cuda()).cpu().allclose(expected, 1e-4, 1e-4));
    }

    private static byte[] Saved(nn.Module module)
    {
        using var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }
}
