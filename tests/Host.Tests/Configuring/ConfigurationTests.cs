using MoECollab.Errors;
using MoECollab.Host.Guarding;
using MoECollab.Host.Running;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Configuring;

public sealed class ConfigurationTests : IDisposable
{
    private readonly ServedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_faults_are_told_at_once_with_key_value_and_what_is_allowed()
    {
        File.WriteAllText(_folder.At("host.json"), """{"Batching":{"MaxBtach":8,"QueueCapacity":"many"},"Servre":{"Urls":"x"},"Reliability":{"BreakerFailures":0}}""");

        var fault = Refused(("Server:MaxTexts", "99999"), ("Server:Urls", "ftp://x"), ("Security:AdminOverHttp", "perhaps"));

        Assert.Equal("configuration-invalid", fault.Code);
        string[] parts =
        [
            "7 faults", "Batching:MaxBtach is no setting", "QueueCapacity, MaxBatch, Lanes", "Batching:QueueCapacity is 'many'; expected a whole number", "Servre is no section",
            "Reliability:BreakerFailures is 0; expected 1 to 1000", "Server:MaxTexts is 99999; expected 1 to 65536", "'ftp://x' is no address", "Security:AdminOverHttp is 'perhaps'; expected true or false",
        ];
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void File_of_the_home_is_below_the_command_line()
    {
        File.WriteAllText(_folder.At("host.json"), """{"Batching":{"MaxBatch":0}}""");

        using var app = HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([("Batching:MaxBatch", "8")]) }) as IDisposable;

        Assert.NotNull(app);
    }

    [Fact]
    public void File_that_is_no_json_is_refused()
    {
        File.WriteAllText(_folder.At("host.json"), "{");

        Assert.Equal("configuration-invalid", Refused().Code);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    public void Other_addresses_than_loopback_need_keys(string urls)
    {
        var fault = Refused(("Server:Urls", urls));

        Assert.Equal("configuration-invalid", fault.Code);
        Assert.Contains("API keys", fault.Message, StringComparison.Ordinal);
        new ApiKeyFile(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System).Add("x", ["infer"]);
        using var allowed = HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([("Server:Urls", urls)]) }) as IDisposable;
    }

    [Fact]
    public void Home_that_is_not_there_is_said_so() =>
        Assert.Equal("home-not-found", Assert.Throws<MoECollabException>(() => HostProgram.Build(new HostStart(_folder.At("nowhere")))).Code);

    [Fact]
    public void Home_whose_first_fit_was_killed_is_refused_until_there_is_a_mixture()
    {
        Directory.CreateDirectory(_folder.Home.FitPath);

        var fault = Assert.Throws<MoECollabException>(() => HostProgram.Build(new HostStart(_folder.Home.Root)));

        Assert.Equal("home-unfinished", fault.Code);
        Assert.Contains("Give the same 'moe fit' command again", fault.Message, StringComparison.Ordinal);
        // That of an addition to a home that is served already.
        File.WriteAllText(_folder.Home.MixturePath, "{}");
        using var finished = HostProgram.Build(new HostStart(_folder.Home.Root)) as IDisposable;
    }

    [Fact]
    public async Task Home_without_experts_serves_and_says_why_it_is_not_ready()
    {
        await using var host = await RunningHost.StartAsync(_folder);

        var ready = await host.GetAsync("/readyz?verbose");
        var infer = await host.PostAsync("/moe/v1/infer", RunningHost.Body("a"));

        Assert.Equal((503, 200), (ready.Status, (await host.GetAsync("/livez")).Status));
        Assert.Contains("No expert is installed", ready.Text, StringComparison.Ordinal);
        Assert.Equal((503, "no-expert", "1"), (infer.Status, infer.Code, infer.Headers["Retry-After"]));
    }

    [Fact]
    public async Task Home_without_an_encoder_asks_all_its_experts_alike()
    {
        _folder.AddExpert("alpha", 'a', options: ("needs", "Text"));
        _folder.AddExpert("beta", 'b', options: ("needs", "Text"));
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));

        var reply = await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));

        Assert.True(reply.Status == 200, reply.Text);
        var answer = reply.Answer;
        Assert.Equal("uniform@1.0.0", answer.GetProperty("gate").GetString());
        Assert.Equal([("alpha", 0.5), ("beta", 0.5)], answer.GetProperty("experts").EnumerateArray().Select(expert => (expert.GetProperty("id").GetString()!, expert.GetProperty("weight").GetDouble())).Order());
        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
    }

    private MoECollabException Refused(params (string, string)[] settings) =>
        Assert.Throws<MoECollabException>(() => HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings(settings) }));
}
