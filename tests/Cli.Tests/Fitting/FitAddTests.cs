using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Fitting;

public sealed class FitAddTests : IDisposable
{
    private readonly FitFolder _folder = new();

    private string More => _folder.PathOf("more");

    [Fact]
    public async Task Add_trains_the_new_expert_and_the_gate_and_touches_no_other_expert()
    {
        await FitTwoAsync();
        var before = Packages();
        FitFolder.WriteTo(More, "Garden", ("rose", "prune the rose and its thorns"), ("lawn", "mow the green grass short"));

        var added = await AddAsync();

        Assert.Equal((0, ""), (added.Code, added.Error));
        var after = Packages();
        Assert.Equal(before, after.Where(line => !line.Contains("garden", StringComparison.Ordinal)));
        Assert.True(Directory.Exists(Path.Combine(_folder.Home, "experts", "garden", "1.0.0")));
        Assert.True(Directory.Exists(Path.Combine(_folder.Home, "gates", "gate", "1.1.0")));
        var predicted = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "mow the grass", "-o", "jsonl", "--quiet");
        Assert.Equal("Garden/lawn", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
        var old = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "bake flour and sugar", "-o", "jsonl", "--quiet");
        Assert.Equal("Kitchen/cake", JsonDocument.Parse(old.Output).RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Add_again_changes_nothing()
    {
        await FitTwoAsync();
        FitFolder.WriteTo(More, "Garden", ("rose", "prune the rose and its thorns"), ("lawn", "mow the green grass short"));
        await AddAsync();
        var before = FitFolder.Hashes(_folder.Home);

        var again = await AddAsync();

        Assert.Equal(0, again.Code);
        Assert.Contains("Nothing to add", again.Output);
        Assert.Equal(before, FitFolder.Hashes(_folder.Home));
    }

    [Fact]
    public async Task Add_says_what_is_gone_before_it_trains()
    {
        await FitTwoAsync();
        Directory.Delete(_folder.Data, recursive: true);
        FitFolder.WriteTo(More, "Garden", ("rose", "prune the rose and its thorns"), ("lawn", "mow the green grass short"));

        var added = await AddAsync();

        Assert.NotEqual(0, added.Code);
        Assert.Contains("is gone", added.Error);
        Assert.False(Directory.Exists(Path.Combine(_folder.Home, "experts", "garden")));
    }

    [Fact]
    public async Task Add_refuses_a_home_that_no_fit_made()
    {
        FitFolder.WriteTo(More, "Garden", ("rose", "prune the rose and its thorns"), ("lawn", "mow the green grass short"));

        var added = await AddAsync();

        Assert.NotEqual(0, added.Code);
        Assert.Contains("moe fit", added.Error);
    }

    public void Dispose() => _folder.Dispose();

    private Task<MoeResult> AddAsync() => Moe.RunAsync("fit", "--add", More, "--home", _folder.Home, "--quiet");

    private async Task FitTwoAsync()
    {
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        _folder.Write("Kitchen", ("soup", "boil water with salt and leeks"), ("cake", "bake flour sugar and butter"));
        Assert.Equal(0, (await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", FitFolder.Encoder, "--quiet")).Code);
    }

    private IReadOnlyList<string> Packages() => [.. FitFolder.Hashes(Path.Combine(_folder.Home, "experts")), .. FitFolder.Hashes(Path.Combine(_folder.Home, "encoders"))];
}
