using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Script;

public class RuntimeSettingsTests
{
    private const int UsualDelay = 100;

    [Fact]
    public void Program_waits_less_than_usual_before_it_compiles_anew_what_runs_often()
    {
        var path = Path.Combine(BuiltProgram.Folder, "moe.runtimeconfig.json");
        if (!File.Exists(path))
            Assert.Skip("src/Cli is not built; ./moe test builds it");

        using var settings = JsonDocument.Parse(File.ReadAllText(path));

        var delay = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.Runtime.TieredCompilation.CallCountingDelayMs").GetInt32();
        Assert.InRange(delay, 1, UsualDelay / 2); // 0 counts from the beginning, which costs a start half as much again
    }
}
