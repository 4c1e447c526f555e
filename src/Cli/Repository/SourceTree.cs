using MoECollab.Errors;

namespace MoECollab.Cli.Repository;

/// <summary>The checkout that the repository's verbs (demo, test, bench, packages) work in.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds MoECollab.sln: the one that <c>./moe</c> names, else the nearest above the working directory.</summary>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable("MOE_REPOSITORY");
        for (var folder = new DirectoryInfo(named ?? Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MoECollab.sln")))
                return folder.FullName;
        }

        throw new MoECollabException("repository-not-found", $"No MoECollab.sln in {named ?? Environment.CurrentDirectory} or above it. This verb works on a checkout: run it as ./moe there.");
    }
}
