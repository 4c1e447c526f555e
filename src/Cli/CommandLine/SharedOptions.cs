using MoECollab.Torch;
using System.CommandLine;
using MoECollab.Mixture.Devices;

namespace MoECollab.Cli.CommandLine;

/// <summary>The options that stand everywhere.</summary>
internal static class SharedOptions
{
    public static Option<string> Home { get; } = new("--home")
    {
        Description = "The home: a folder with one mixture and everything installed for it. Default: $MOE_HOME, else .moe",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MOE_HOME") is { Length: > 0 } home ? home : ".moe",
    };

    public static Option<string> Device { get; } = new("--device")
    {
        Description = "cpu, cuda, cuda:N or auto. Default: $MOE_DEVICE, else cpu",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MOE_DEVICE") is { Length: > 0 } device ? device : "cpu",
    };

    public static Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads within one operation; one is best for single inputs",
        DefaultValueFactory = _ => 1,
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var threads) && threads < 1)
                    result.AddError($"--threads is {threads}; expected a whole number from 1");
            },
        },
    };

    public static Option<OutputFormat> Output { get; } = new("--output", "-o")
    {
        Description = "table, json or jsonl",
        HelpName = "table|json|jsonl",
        DefaultValueFactory = _ => OutputFormat.Table,
        CustomParser = result =>
        {
            if (Enum.TryParse<OutputFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && Enum.IsDefined(format) && !char.IsAsciiDigit(result.Tokens[0].Value[0]))
                return format;
            result.AddError($"--output is '{result.Tokens[0].Value}'; expected table, json or jsonl");
            return OutputFormat.Table;
        },
    };

    /// <summary>How many experts answer each text (<c>--top-k</c>).</summary>
    public static Option<int?> Kept { get; } = new("--top-k")
    {
        Description = "Experts that answer each text; default: as the gate says",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var kept) && kept < 1)
                    result.AddError($"--top-k is {kept}; expected a whole number from 1");
            },
        },
    };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on stderr" };

    /// <summary>The device asked for; says on stderr which one <c>auto</c> chose, and sets the thread count.</summary>
    public static DeviceChoice ChooseDevice(this ParseResult parsed)
    {
        Libtorch.SetThreads(parsed.GetValue(Threads));
        var asked = parsed.GetRequiredValue(Device);
        var choice = DeviceChoice.Parse(asked);
        if (asked == "auto" && !parsed.GetValue(Quiet))
            parsed.InvocationConfiguration.Error.WriteLine($"moe: {choice.Explanation}");
        return choice;
    }
}
