using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Loading;

namespace MoECollab.Host.Tests.Seeing;

public sealed class LogTests : IDisposable
{
    private const string Secret = "thequickbrownfox";

    private readonly ServedFolder _folder = new();
    private readonly LineKeeper _lines = new();

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Texts_are_in_no_line_of_the_log_no_event_and_no_state_whatever_fails_on_them()
    {
        _folder.AddEncoder();
        _folder.AddExpert("faulty", 'a', "1.0.0", null, ("faulty", "true"));
        await using var host = await RunningHost.StartAsync(_folder, Keep, ("Telemetry:LogLevel", "trace"), ("Reliability:BreakerFailures", "1"), ("Reliability:BreakerTrips", "1"), ("Reliability:BreakerBackoffMilliseconds", "10"));

        foreach (var text in new[] { "", "encoder!", "tell!", "throw!", "nan!" })
        {
            await host.PostAsync("/moe/v1/infer", RunningHost.Body($"aaa {Secret} {text}"));
            await host.PostAsync("/moe/v1/route", RunningHost.Body($"aaa {Secret} {text}"));
            await host.PostAsync("/v2/models/faulty/infer", $$"""{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["{{Secret}} {{text}}"]}]}""");
        }

        await host.PostAsync("/moe/v1/infer", $$"""{"texts":["{{Secret}}",]}""");
        await host.PostAsync("/moe/v1/infer", $$"""{"{{Secret}}":1}""");
        await Eventually.TrueAsync(async () =>
        {
            await host.PostAsync("/moe/v1/infer", RunningHost.Body($"aaa {Secret} tell!"));
            return (await host.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("state").GetString() == "Quarantined";
        }, "the expert is quarantined");

        Assert.Contains(_lines.All, line => line.Contains("/moe/v1/infer failed: System.InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains(_lines.All, line => line.Contains("threw InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(_lines.All, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(_folder.At("state.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tensors_that_outlive_a_call_are_counted_and_their_expert_is_named_once()
    {
        _folder.AddEncoder();
        _folder.AddExpert("leaving", 'a', "1.0.0", null, ("faulty", "true"));
        await using var host = await RunningHost.StartAsync(_folder, Keep, ("Telemetry:LogLevel", "warning"));

        await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));
        var clean = (await host.GetAsync("/metrics")).Text;
        for (var call = 0; call < 3; call++)
            await host.PostAsync("/moe/v1/infer", RunningHost.Body($"aaa leave! {call}"));

        Assert.DoesNotContain("moe_expert_tensors_left_total{", clean, StringComparison.Ordinal);
        Assert.Contains("moe_expert_tensors_left_total{expert=\"leaving\"} 3\n", (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        Assert.Single(_lines.All, line => line.Contains("leaving@1.0.0 left 1 tensor(s) behind", StringComparison.Ordinal));
    }

    [Fact]
    public void Events_have_numbers_of_their_own_in_the_range_of_their_part()
    {
        var events = new[] { typeof(HostStart).Assembly, typeof(HomeLoader).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();

        // 1000 the host, 2000 packages and experts, 5000 security.
        Assert.Equal(events.Count, events.Select(one => one.EventId).Distinct().Count());
        Assert.All(events, one => Assert.True(one.EventId / 1000 is 1 or 2 or 5, $"{one.EventId}"));
        Assert.True(events.Count >= 12);
    }

    private void Keep(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(_lines);
}
