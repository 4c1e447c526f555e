using MoECollab.Errors;

namespace MoECollab.Demo.DebianIndex;

/// <summary>
/// The package index in a folder of ours: taken from there when an earlier run has finished it, which works offline;
/// fetched through apt otherwise; from the system's own lists, synopses only, when nothing can be fetched.
/// </summary>
/// <param name="folder">For example <c>artifacts/demo/index</c>; created.</param>
/// <param name="apt">Runs apt.</param>
/// <param name="limits">What counts as an index.</param>
internal sealed class IndexFolder(string folder, Apt apt, IndexLimits limits)
{
    /// <summary>The folder with the machine's apt and the usual limits.</summary>
    /// <param name="folder">The folder.</param>
    public IndexFolder(string folder)
        : this(folder, new Apt(), new IndexLimits())
    {
    }

    // Of this process alone: an apt that outlived a killed run writes into another folder.
    private string Work => Path.Combine(folder, $"work.{Environment.ProcessId}");

    /// <summary>Gets the index.</summary>
    /// <param name="progress">Receives what is being done, one line at a time.</param>
    /// <param name="cancellation">Ends fetching; what lies there then does no harm to the next run.</param>
    /// <returns>The index.</returns>
    /// <exception cref="MoECollabException">Code <c>index-unavailable</c>: nothing kept, nothing fetched, no lists.</exception>
    public async Task<PackageIndex> OpenAsync(IProgress<string> progress, CancellationToken cancellation)
    {
        var store = new IndexStore(folder);
        if (store.Load() is { } kept)
        {
            progress.Report($"package index of {kept.Release}, kept from an earlier run: {kept.Rows:N0} descriptions");
            return kept;
        }

        Clean();
        progress.Report("fetching the package index with its long descriptions (about 16 MB) into a folder of its own");
        var complaint = await apt.UpdateAsync(Work, progress, cancellation);
        var fetched = await Task.Run(() => Extract(store, progress), cancellation);
        if (fetched is not { Text: DescriptionLength.Long })
            fetched = await SynopsesAsync(fetched, complaint, progress, cancellation);
        Clean();
        progress.Report($"{fetched.Release}: {fetched.Rows:N0} different descriptions");
        return fetched;
    }

    private PackageIndex? Extract(IndexStore store, IProgress<string> progress)
    {
        if (IndexLists.Find(Path.Combine(Work, "lists")) is not { } lists) return null;
        progress.Report($"reading the descriptions of {lists.Release}");
        var translations = new Translations();
        foreach (var path in lists.Translations)
        {
            using var text = new StreamReader(path);
            translations.Add(text);
        }

        var extraction = new Extraction(translations);
        foreach (var path in lists.Packages)
        {
            using var text = new StreamReader(path);
            extraction.Add(text);
        }

        var (rows, length) = extraction.Finish(limits.SmallestSection);
        if (rows.Count < limits.FewestRows) return null;
        // Synopses are not kept: the next run may have more luck with the long descriptions.
        return length == DescriptionLength.Long
            ? store.Save(lists.Release, rows)
            : new PackageIndex(lists.Release, IndexStore.Hash(rows), length, rows);
    }

    private async Task<PackageIndex> SynopsesAsync(
        PackageIndex? fetched, string complaint, IProgress<string> progress, CancellationToken cancellation)
    {
        var reason = complaint.Length == 0 ? "apt brought no translation" : complaint;
        progress.Report($"long descriptions cannot be had ({reason}): going on with the one-line synopses");
        if (fetched is not null) return fetched;
        Directory.CreateDirectory(Work);
        var dump = Path.Combine(Work, "dumpavail");
        var extraction = new Extraction(new Translations());
        if (await apt.DumpAsync(dump, cancellation))
        {
            using var text = new StreamReader(dump);
            extraction.Add(text);
        }

        var (rows, length) = extraction.Finish(limits.SmallestSection);
        if (rows.Count < limits.FewestRows) throw Unavailable(reason, rows.Count);
        var release = IndexLists.MainRelease(limits.SystemLists) ?? "the system's package lists";
        return new PackageIndex(release, IndexStore.Hash(rows), length, rows);
    }

    private MoECollabException Unavailable(string reason, int rows) => new(
        IndexErrorCode.Unavailable,
        $"Found no package index: nothing is kept in {folder}, apt-get fetched none ({reason}), and the system's own lists give "
        + $"{rows:N0} descriptions; expected at least {limits.FewestRows:N0}. "
        + "Connect the machine to its package mirror and run this again, or run `apt-get update` as root; later runs work offline.");

    private void Clean()
    {
        if (!Directory.Exists(folder)) return;
        foreach (var work in Directory.GetDirectories(folder, "work.*"))
        {
            try
            {
                Directory.Delete(work, recursive: true);
            }
            catch (IOException)
            {
                // Somebody is still writing there; nothing is ever read from another run's folder.
            }
        }
    }
}
