using System.CommandLine;
using MoECollab.Cli.Evaluating;
using MoECollab.Cli.Examining;
using MoECollab.Cli.Fitting;
using MoECollab.Cli.Packages;
using MoECollab.Cli.Predicting;
using MoECollab.Cli.Serving;
using MoECollab.Cli.Training;

namespace MoECollab.Cli.CommandLine;

/// <summary>The verbs of the program that users get, in the order in which the help lists them.</summary>
internal static class Verbs
{
    public static RootCommand Root()
    {
        var root = new RootCommand("MoECollab: a collaborative mixture of experts. Experts that different people build and train apart, loaded as plugins, coordinated by a trained gate.");
        foreach (var verb in All())
            root.Add(verb);
        return root;
    }

    private static IEnumerable<Command> All() =>
    [
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
        DoctorCommand.Create(),
    ];
}
