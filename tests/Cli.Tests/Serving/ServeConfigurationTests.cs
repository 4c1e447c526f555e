using System.Reflection;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Tests.Driving;
using MoECollab.Host.Budget;
using MoECollab.Host.Configuring;

namespace MoECollab.Cli.Tests.Serving;

/// <summary>Whatever is wrong with the configuration, <c>moe serve</c> ends with 2 before it listens.</summary>
public sealed class ServeConfigurationTests(TinyHome home)
{
    // Texts that mean something else than any value of their own.
    private static readonly string[] FreeTexts = ["Security:ApiKeysFile"];

    private static readonly Type[] Sections = [typeof(ServerOptions), typeof(SecurityOptions), typeof(PluginsOptions), typeof(BatchingOptions), typeof(ReliabilityOptions), typeof(BudgetOptions), typeof(TelemetryOptions)];

    public static TheoryData<string> Keys => [.. Sections.SelectMany(section => section.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(key => $"{section.Name.Replace("Options", "", StringComparison.Ordinal)}:{key.Name}")).Except(FreeTexts)];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Wrong_value_of_any_key_exits_with_2_and_names_key_and_value(string key)
    {
        var refused = await ServeAsync(home.Home, "--set", $"{key}=-7?");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(key, refused.Error, StringComparison.Ordinal);
        Assert.Contains("-7?", refused.Error, StringComparison.Ordinal);
        Assert.EndsWith("[configuration-invalid]\n", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Server:MaxBodyBytes", "0")]
    [InlineData("Server:MaxDecompressionRatio", "0")]
    [InlineData("Security:RequestsPerSecond", "-1")]
    [InlineData("Plugins:WatchDelayMilliseconds", "1")]
    [InlineData("Batching:Lanes", "-1")]
    [InlineData("Reliability:DrainSeconds", "0")]
    [InlineData("Budget:DeviceBytes", "-1")]
    [InlineData("Telemetry:TracePercent", "101")]
    [InlineData("Batching:MaxBtach", "8")]
    [InlineData("Servre:Urls", "http://127.0.0.1:0")]
    public async Task Value_out_of_range_and_unknown_key_exit_with_2(string key, string value)
    {
        var refused = await ServeAsync(home.Home, "--set", $"{key}={value}");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(key.StartsWith("Servre", StringComparison.Ordinal) ? "Servre is no section" : key, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Batching":{"MaxBatch":0}}""", "Batching:MaxBatch is 0; expected 1 to 4096")]
    [InlineData("""{"Batching":{"MaxBatch":""", "host.json")]
    [InlineData("""{"Batching":8}""", "Batching is '8'; expected a section")]
    [InlineData("""{"Batching":{"MaxBatch":{"a":1}}}""", "Batching:MaxBatch")]
    [InlineData("""{"Batching":{"MaxBatch":[8]}}""", "Batching:MaxBatch")]
    public async Task Fault_of_the_homes_file_exits_with_2(string json, string part)
    {
        var copy = home.Copy();
        await File.WriteAllTextAsync(Path.Combine(copy, "host.json"), json, TestContext.Current.CancellationToken);

        var refused = await ServeAsync(copy);

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains(part, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set", "Batching=8")]
    [InlineData("--set", "MaxBatch")]
    [InlineData("--urls", "http://0.0.0.0:0")]
    [InlineData("--urls", "nonsense")]
    [InlineData("--grpc-urls", "http://0.0.0.0:0")]
    [InlineData("--grpc-urls", "nonsense")]
    public async Task Fault_of_the_command_line_exits_with_2(string option, string value) =>
        Assert.Equal(ExitCode.Usage, (await ServeAsync(home.Home, option, value)).Code);

    [Fact]
    public async Task Fault_of_the_environment_exits_with_2()
    {
        var variables = new Dictionary<string, string?> { ["MOE__Batching__MaxBatch"] = "many" };

        var refused = await BuiltProgram.StartAsync(Path.Combine(BuiltProgram.Folder, "moe"), "", variables, "serve", "--home", home.Home, "--urls", "http://127.0.0.1:0");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("Batching:MaxBatch is 'many'; expected a whole number", refused.Error, StringComparison.Ordinal);
    }

    // A host that starts in spite of its fault is stopped, and ends with another code.
    private static async Task<MoeResult> ServeAsync(string home, params string[] words)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] urls = words.Any(word => word == "--urls" || word.StartsWith("Server:Urls", StringComparison.Ordinal)) ? [] : ["--urls", "http://127.0.0.1:0"];
        var code = await Invocation.RunAsync(Verbs.Root(), ["serve", "--home", home, "--quiet", "--device", "cpu", .. urls, .. words], output, error, limit.Token);
        return new MoeResult(code, output.ToString(), error.ToString());
    }
}
