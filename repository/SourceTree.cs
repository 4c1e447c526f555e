using MoECollab.Errors;

namespace MoECollab.Repository;

/// <summary>The checkout that the repository's verbs (demo, test, bench, study, packages) work in.</summary>
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

    /// <summary>The program of a project of the checkout, in the configuration of this one.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="name">The program's file name.</param>
    /// <exception cref="MoECollabException">It is not built (<c>program-missing</c>).</exception>
    public static string Built(string project, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration, "net10.0", name);
        return File.Exists(program)
            ? program
            : throw new MoECollabException("program-missing", $"{program} is not built. './moe' builds it; after a build by hand, use -c {configuration}.");
    }
}
