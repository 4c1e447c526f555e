using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Training;
using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Studies;
using MoECollab.Studies.Reporting;

namespace MoECollab.Repository;

/// <summary><c>./moe study</c>: the experiments behind the claims, on named public data.</summary>
internal static class StudyCommand
{
    private const string ListWord = "list";
    private const string EncoderId = "hashed-ngram";

    private static readonly Argument<string?> Name = new("NAME") { Description = "A study, or list; without it all are run", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Quick = new("--quick") { Description = "A fixed tenth of the training rows and one seed: shows that everything runs, its figures are never quoted" };
    private static readonly Option<int?> Seeds = new("--seeds")
    {
        Description = "How many seeds, 1 to 5; default: as many as the study asks for, three or more",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var seeds) && seeds is < 1 or > 5)
                    result.AddError($"--seeds is {result.Tokens[0].Value}; expected a whole number from 1 to 5");
            },
        },
    };

    private static readonly Option<string?> Data = new("--data") { Description = "Where data sets lie: <set>/{train,dev,test}.jsonl; default: $MOE_DATA" };
    private static readonly Option<string?> Out = new("--out") { Description = "Where results go; default: docs/results of the checkout, for quick runs artifacts/study/quick-results" };
    private static readonly Option<string?> Work = new("--work") { Description = "Where finished cells are kept, so that an interrupted study goes on; default: artifacts/study of the checkout" };

    public static Command Create()
    {
        var command = new Command("study", "Run the experiments behind the claims. Example: ./moe study cost --data DATA")
        {
            Name, Quick, Seeds, Data, Out, Work, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var name = parsed.GetValue(Name);
        if (name == ListWord)
        {
            foreach (var (study, question) in StudyRegistry.List) output.WriteLine($"{study,-16} {question}");
            return ExitCode.Ok;
        }

        using var plugin = ShippedPlugins.Open(EncoderId, PackageRole.Encoder, cancellation);
        var plan = Plan(parsed, plugin.As<ITrainableEncoderFactory>(), cancellation);
        foreach (var study in name is null ? StudyRegistry.List.Select(study => study.Name) : [name])
        {
            plan.Say($"study {study}");
            output.Write(ResultPage.Render(StudyRegistry.Run(study, plan)));
        }

        return ExitCode.Ok;
    }

    private static StudyPlan Plan(ParseResult parsed, ITrainableEncoderFactory encoder, CancellationToken cancellation)
    {
        var (error, isQuiet, isQuick) = (parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet), parsed.GetValue(Quick));
        var work = parsed.GetValue(Work) ?? Path.Combine(SourceTree.Find(), "artifacts", "study");
        var results = parsed.GetValue(Out) ?? (isQuick ? Path.Combine(work, "quick-results") : Path.Combine(SourceTree.Find(), "docs", "results"));
        return new StudyPlan(DataFolder(parsed), results, work, encoder)
        {
            Scale = isQuick ? StudyScale.Quick : StudyScale.Full,
            Seeds = parsed.GetValue(Seeds),
            Say = line =>
            {
                if (!isQuiet) error.WriteLine(line);
            },
            Cancellation = cancellation,
        };
    }

    private static string DataFolder(ParseResult parsed) =>
        parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable("MOE_DATA")
        ?? throw new MoECollabException("data-not-found", "No data sets: neither --data nor MOE_DATA names a folder. It holds <set>/{train,dev,test}.jsonl, each line {\"text\": …, \"label\": …}; 'moe study NAME' says which sets a study needs.");
}
