using System.ComponentModel;
using System.Diagnostics;

namespace MoECollab.Demo.DebianIndex;

/// <summary>Runs apt on lists of our own; the system's are neither changed nor locked, and no root is needed.</summary>
/// <param name="get">The apt-get to run.</param>
/// <param name="cache">The apt-cache to run.</param>
internal sealed class Apt(string get = "apt-get", string cache = "apt-cache")
{
    // Read after the system's configuration, so that what it sets for lean container images can be cleared.
    // Only the two kinds of index that are read here are fetched, and no hook of the system runs.
    private const string Configuration = """
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear Acquire::Languages;
        #clear Acquire::IndexTargets;
        Acquire::Languages "en";
        Acquire::GzipIndexes "false";
        Acquire::PDiffs "false";
        Acquire::Retries "1";
        Acquire::http::Timeout "20";
        Acquire::https::Timeout "20";
        Acquire::IndexTargets::deb::Packages {
          MetaKey "$(COMPONENT)/binary-$(ARCHITECTURE)/Packages";
          flatMetaKey "Packages";
          ShortDescription "Packages";
          Description "$(RELEASE)/$(COMPONENT) $(ARCHITECTURE) Packages";
          flatDescription "$(RELEASE) Packages";
          Optional "false";
        };
        Acquire::IndexTargets::deb::Translations {
          MetaKey "$(COMPONENT)/i18n/Translation-$(LANGUAGE)";
          flatMetaKey "$(LANGUAGE)";
          ShortDescription "Translation-$(LANGUAGE)";
          Description "$(RELEASE)/$(COMPONENT) Translation-$(LANGUAGE)";
          flatDescription "$(RELEASE) Translation-$(LANGUAGE)";
        };

        """;

    /// <summary>Fetches Packages and Translation files into <c>lists</c> below the folder.</summary>
    /// <param name="folder">Folder of ours; created.</param>
    /// <param name="progress">Receives apt's lines.</param>
    /// <param name="cancellation">Ends apt.</param>
    /// <returns>What apt complained of; empty when nothing. Whether the lists are of use only the lists can tell: apt
    /// exits with 0 offline.</returns>
    public async Task<string> UpdateAsync(string folder, IProgress<string> progress, CancellationToken cancellation)
    {
        var lists = Path.Combine(folder, "lists");
        var archives = Path.Combine(folder, "cache");
        Directory.CreateDirectory(Path.Combine(lists, "partial"));
        Directory.CreateDirectory(Path.Combine(archives, "archives", "partial"));
        var configuration = Path.Combine(folder, "apt.conf");
        await File.WriteAllTextAsync(configuration, Configuration, cancellation);
        var complaints = new List<string>();
        var exit = await RunAsync(
            get,
            [
                "-q", "-c", configuration,
                "-o", $"Dir::State::lists={lists}",
                "-o", $"Dir::Cache={archives}",
                "-o", "APT::Sandbox::User=root",
                "update",
            ],
            line =>
            {
                if (line.StartsWith("E:", StringComparison.Ordinal) || line.StartsWith("W:", StringComparison.Ordinal)) complaints.Add(line);
                else progress.Report(line);
            },
            cancellation);
        if (exit is null) return $"{get} is not installed";
        if (exit != 0 && complaints.Count == 0) complaints.Add($"{get} exited with {exit}");
        return complaints.Count > 1 ? $"{complaints[0]}, and {complaints.Count - 1} more" : complaints.FirstOrDefault("");
    }

    /// <summary>Writes the system's own index, synopses only, to a file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="cancellation">Ends apt.</param>
    /// <returns>Whether there is one.</returns>
    public async Task<bool> DumpAsync(string path, CancellationToken cancellation)
    {
        int? exit;
        await using (var file = new StreamWriter(path))
            exit = await RunAsync(cache, ["dumpavail"], file.WriteLine, cancellation);
        return exit == 0 && new FileInfo(path).Length > 0;
    }

    private static async Task<int?> RunAsync(
        string program, string[] arguments, Action<string> onLine, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line) onLine(line);
            foreach (var line in (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)) onLine(line);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        finally
        {
            // Cancelled in the middle: apt must not go on writing into a folder that the next run starts clean.
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }
}
