using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.States;

/// <summary><c>state.json</c>: what is known of each package between runs. A package without an entry is enabled. Calls may overlap; one process writes.</summary>
public sealed class PackageStates
{
    private const string FaultCode = "state-invalid";
    private const int MaximumBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly Home _home;
    private readonly TimeProvider _time;
    private readonly StateDocument _document;

    private PackageStates(Home home, TimeProvider time, StateDocument document)
    {
        _home = home;
        _time = time;
        _document = document;
    }

    /// <summary>Reads the states of a home; a home without the file has none.</summary>
    /// <param name="home">The home.</param>
    /// <param name="time">Stamps changes.</param>
    /// <exception cref="MoECollabException">The file is there and is not sound (<c>state-invalid</c>).</exception>
    public static PackageStates Open(Home home, TimeProvider time)
    {
        var document = File.Exists(home.StatePath)
            ? StrictJson.Read(home.StatePath, "state.json", ManifestJson.Default.StateDocument, FaultCode, MaximumBytes)
            : new StateDocument();
        if (document.SchemaVersion != 1)
            throw new MoECollabException(FaultCode, $"state.json: schemaVersion is {document.SchemaVersion}; this host reads 1.");
        if (document.Packages.FirstOrDefault(entry => entry.Value is null or { Reason: null } or { By: null }) is { Key: { } key })
            throw new MoECollabException(FaultCode, $"state.json: the entry of {key} lacks state, reason, since or by.");
        return new PackageStates(home, time, document);
    }

    /// <summary>What is known of a package; null where it has no entry and is therefore enabled.</summary>
    /// <param name="package">The package.</param>
    public PackageStatus? Find(InstalledPackage package)
    {
        lock (_gate)
            return _document.Packages.GetValueOrDefault(package.Key);
    }

    /// <summary>Changes the state of a package and writes the file. The time stays as it was where state and reason do.</summary>
    /// <param name="package">The package.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who decided it.</param>
    public PackageStatus Set(InstalledPackage package, PackageState state, string reason, string by)
    {
        lock (_gate)
        {
            var status = Put(package, state, reason, by);
            Save();
            return status;
        }
    }

    /// <summary>Notes what a host found of many packages, and writes the file once. States that an operator decided stay.</summary>
    /// <param name="found">Packages with what was found.</param>
    public void Record(IEnumerable<(InstalledPackage Package, PackageStatus Status)> found)
    {
        lock (_gate)
        {
            foreach (var (package, status) in found)
            {
                if (Find(package) is not { KeepsOut: true })
                    Put(package, status.State, status.Reason, status.By);
            }

            Save();
        }
    }

    /// <summary>Removes the entry of a package, which enables it.</summary>
    /// <param name="package">The package.</param>
    public void Clear(InstalledPackage package)
    {
        lock (_gate)
        {
            if (_document.Packages.Remove(package.Key))
                Save();
        }
    }

    /// <summary>The version of an id that was rolled back to; null where the highest is used.</summary>
    /// <param name="role">The role.</param>
    /// <param name="id">The id.</param>
    public string? Chosen(PackageRole role, string id)
    {
        lock (_gate)
            return _document.Chosen.GetValueOrDefault(ChoiceKey(role, id));
    }

    /// <summary>Uses one version of an id whatever other versions are installed.</summary>
    /// <param name="role">The role.</param>
    /// <param name="id">The id.</param>
    /// <param name="version">The version; null returns to the highest.</param>
    public void Choose(PackageRole role, string id, string? version)
    {
        lock (_gate)
        {
            if (version is null)
                _document.Chosen.Remove(ChoiceKey(role, id));
            else
                _document.Chosen[ChoiceKey(role, id)] = version;
            Save();
        }
    }

    /// <summary>Ids of the experts whose weights a host keeps in memory whatever else needs room.</summary>
    public IReadOnlyList<string> Pinned
    {
        get
        {
            lock (_gate)
                return [.. _document.Pinned];
        }
    }

    /// <summary>Keeps an expert's weights in memory from now on, in every version, and writes the file.</summary>
    /// <param name="expert">The expert's id.</param>
    public void Pin(string expert)
    {
        lock (_gate)
        {
            if (_document.Pinned.Add(expert))
                Save();
        }
    }

    /// <summary>Lets an expert's weights leave the memory again, and writes the file.</summary>
    /// <param name="expert">The expert's id.</param>
    public void Unpin(string expert)
    {
        lock (_gate)
        {
            if (_document.Pinned.Remove(expert))
                Save();
        }
    }

    private PackageStatus Put(InstalledPackage package, PackageState state, string reason, string by)
    {
        var before = _document.Packages.GetValueOrDefault(package.Key);
        var since = before is not null && before.State == state && before.Reason == reason ? before.Since : _time.GetUtcNow();
        return _document.Packages[package.Key] = new PackageStatus(state, reason, since, by);
    }

    private void Save() =>
        StrictJson.Write(_home.StatePath, [.. JsonSerializer.SerializeToUtf8Bytes(_document, ManifestJson.Default.StateDocument), (byte)'\n']);

    private static string ChoiceKey(PackageRole role, string id) => $"{PackageLayout.FolderOf(role)}/{id}";
}
