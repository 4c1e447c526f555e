using System.CommandLine;
using MoECollab.Cli.Demo;
using MoECollab.Cli.Evaluating;
using MoECollab.Cli.Fitting;
using MoECollab.Cli.Packages;
using MoECollab.Cli.Predicting;
using MoECollab.Cli.Repository;
using MoECollab.Cli.Serving;
using MoECollab.Cli.Studying;
using MoECollab.Cli.Training;

namespace MoECollab.Cli.CommandLine;

/// <summary>All verbs, in the order in which the help lists them.</summary>
internal static class Verbs
{
    public static ParseResult Parse(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("MoECollab: a collaborative mixture of experts. Experts that different people build and train apart, loaded as plugins, coordinated by a trained gate.");
        foreach (var verb in All())
            root.Add(verb);
        return root.Parse(arguments);
    }

    private static IEnumerable<Command> All() =>
    [
        DemoCommand.Create(),
        FitCommand.Create(),
        TrainCommand.Create(),
        PredictCommand.Create(),
        RouteCommand.Create(),
        EvalCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        .. StateCommands.Create(),
        GatesCommand.Create(),
        ReloadCommand.Create(),
        ServeCommand.Create(),
        ApiKeysCommand.Create(),
        ServiceCommand.Create(),
        InferCommand.Create(),
        TestCommand.Create(),
        BenchCommand.Create(),
        StudyCommand.Create(),
        PackagesCommand.Create(),
        DoctorCommand.Create(),
    ];
}
