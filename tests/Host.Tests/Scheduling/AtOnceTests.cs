using Microsoft.Extensions.DependencyInjection;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Budget;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>Short requests to a quick mixture of built-in parts are answered where they arrive; everything else goes to a lane.</summary>
public sealed class AtOnceTests : IDisposable
{
    private const int Most = 20_000;

    private readonly ServedFolder _folder = new();

    public AtOnceTests()
    {
        ManifestWriter.Write(PackageRole.Encoder, Directory.CreateDirectory(_folder.Home.Locate(PackageRole.Encoder, "letters", "1.0.0").Folder).FullName, new PackageManifest { Id = "letters", Version = "1.0.0", Kind = PromptEncoder.Kind });
        for (var seed = 1; seed <= 3; seed++)
            AdapterPackages.Add(_folder, $"adapter-{seed}", seed, rank: 4);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quick_mixture_answers_on_the_thread_that_brings_the_request_once_it_has_shown_that_it_is_quick()
    {
        await using var host = await StartAsync();
        var (scheduler, queued) = (host.Service<Scheduler>(), host.Service<HostMetrics>().QueueDuration);

        var byLane = (await scheduler.SubmitAsync(Item("cab"), TestContext.Current.CancellationToken)).Outcomes[0].Get();
        var before = queued.Total().Count;
        var (asked, atOnce) = await AskUntilAtOnceAsync(host);

        var answer = atOnce.Outcomes[0].Get();
        Assert.Equal((byLane.Label, byLane.Probability, byLane.TraceId), (answer.Label, answer.Probability, answer.TraceId));
        Assert.Equal((0, asked), (scheduler.Accepted, queued.Total().Count - before));
        Assert.Equal(200, (await host.PostAsync("/moe/v1/infer", RunningHost.Body("cab"))).Status);
    }

    [Fact]
    public async Task Slow_encoder_is_left_to_the_lanes()
    {
        await using var host = await StartAsync();

        for (var i = 0; i < 8; i++)
            await host.Service<Scheduler>().SubmitAsync(Item("wait!"), TestContext.Current.CancellationToken);

        Assert.False(host.Service<ServedHome>().Current!.Promptness!.IsShown);
    }

    [Fact]
    public async Task What_is_more_than_a_short_text_for_the_routed_mixture_goes_to_a_lane()
    {
        await using var host = await StartAsync();
        var generation = host.Service<ServedHome>().Current!;
        var answering = new BatchAnswering(host.Service<ServedHome>(), new LateExperts(1), most: 64, TimeProvider.System);
        var atOnce = new AtOnce(host.Service<ServedHome>(), answering, lanes: 1);

        WorkItem[] others =
        [
            Item("cab") with { Expert = "adapter-1" }, Item("cab") with { Explain = true }, Item("cab") with { IsEmbedding = true },
            new([new RawInput("cab"), new RawInput("bac")], MixtureRequest.Plain), Item(new string('a', 5000)),
            new([new RawInput("cab") { Fields = new Dictionary<string, string> { ["tenant"] = "one" } }], MixtureRequest.Plain),
        ];

        await Eventually.TrueAsync(() => IsAnsweredAtOnce(), "a short text is answered at once");
        Assert.All(others, item => Assert.Null(atOnce.TryAnswer(item)));
        atOnce.Enter();
        Assert.Null(atOnce.TryAnswer(Item("cab")));
        atOnce.Leave();
        await Eventually.TrueAsync(() => IsAnsweredAtOnce(), "the lane is idle again");
        Assert.Equal(0, generation.Inside);

        // However long a pass takes beside other tests.
        bool IsAnsweredAtOnce()
        {
            for (var i = 0; i < 256; i++)
                generation.Promptness!.Took(TimeSpan.Zero);
            return atOnce.TryAnswer(Item("cab")) is not null;
        }
    }

    [Fact]
    public async Task Host_that_drains_answers_nothing_at_once_either()
    {
        await using var host = await StartAsync();
        var scheduler = host.Service<Scheduler>();
        await AskUntilAtOnceAsync(host);

        scheduler.Drain();

        Assert.Equal("draining", (await Assert.ThrowsAsync<MoECollabException>(() => scheduler.SubmitAsync(Item("cab"), TestContext.Current.CancellationToken))).Code);
    }

    [Fact]
    public async Task Mixture_with_code_of_others_or_under_a_budget_never_does()
    {
        await using (var budgeted = await StartAsync(("Budget:DeviceBytes", "100000")))
            Assert.Null(budgeted.Service<ServedHome>().Current!.Promptness);
        _folder.AddExpert("stranger", 'a');

        await using var mixed = await StartAsync();

        Assert.Null(mixed.Service<ServedHome>().Current!.Promptness);
    }

    private static WorkItem Item(string text) => new([new RawInput(text)], MixtureRequest.Plain);

    // A test beside this one may have taken the processor, or listen to traces.
    private static async Task<(long Asked, WorkResult Answer)> AskUntilAtOnceAsync(RunningHost host)
    {
        for (var asked = 1; ; asked++)
        {
            var isShown = host.Service<ServedHome>().Current!.Promptness!.IsShown;
            var answer = host.Service<Scheduler>().SubmitAsync(Item("cab"), TestContext.Current.CancellationToken);
            if (isShown && answer.IsCompletedSuccessfully)
                return (asked, await answer);
            await answer;
            Assert.True(asked < Most, "no request was answered at once");
        }
    }

    private Task<RunningHost> StartAsync(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] all = [("Plugins:Watch", "false"), .. settings];
        return RunningHost.StartAsync(_folder, services => services.AddSingleton(new HostStart(_folder.Home.Root)
        {
            Settings = RunningHost.Settings(all),
            BuiltInEncoders = new Dictionary<string, IEncoderFactory> { [PromptEncoder.Kind] = new PromptEncoder() },
        }), all);
    }
}
