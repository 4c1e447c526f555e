using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using MoECollab.Loading.Creating;
using MoECollab.Loading.Inspecting;
using MoECollab.Loading.Selecting;
using MoECollab.Loading.Unloading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;

namespace MoECollab.Loading;

/// <summary>
/// Loads the packages of a home: selects them by their manifests, brings up their code each in a context of its own, and lets them make
/// their encoder, experts and gating components. A package that fails ends in a state with a sentence; the others load.
/// </summary>
public sealed class HomeLoader
{
    // A plugin that hangs occupies its place until the limit, so there are more places than processors.
    private static readonly int Places = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly LoadOptions _options;
    private readonly SharedAssemblies _shared = new();
    private readonly PackageOpener _opener;
    private readonly ComponentCreator _creator;
    private readonly ILogger _log;

    /// <summary>Creates a loader, which can load any number of homes.</summary>
    /// <param name="options">Device, built-in kinds, limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The creation limit is not more than zero.</exception>
    public HomeLoader(LoadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CreationLimit, TimeSpan.Zero, nameof(options));
        _options = options;
        _opener = new PackageOpener(options, _shared);
        _creator = new ComponentCreator(options);
        _log = options.LoggerFactory.CreateLogger("MoECollab.Loading");
    }

    /// <summary>Loads a home.</summary>
    /// <param name="home">The home; an empty or absent folder is a home without packages.</param>
    /// <returns>Everything that could be loaded, and the state of everything that could not; owned by the caller.</returns>
    /// <exception cref="Errors.MoECollabException"><c>moe.json</c> or <c>state.json</c> are there and not sound.</exception>
    public LoadedHome Load(Home home)
    {
        var states = _options.States ?? PackageStates.Open(home, _options.TimeProvider);
        var mixture = _options.Mixture ?? ReadMixture(home);
        if (home.Packages().Any(package => Directory.Exists(Path.Combine(package.Folder, PackageLayout.AssemblyFolder))))
            _ = Task.Run(WarmUp, CancellationToken.None);
        var candidates = new PackageSelection(states, mixture, _options.TimeProvider, _options.CodeKeptOut).Select(home);
        return Fill(new LoadedHome(home, mixture, states, [.. candidates.Select(Package)]), null, new HashSet<LoadedPackage>());
    }

    /// <summary>
    /// Loads what changed in a home beside what is loaded: packages that are unchanged are taken over as they are, and where a package that is
    /// loaded anew fails, what was loaded of its id before serves on and says so in its reason. <paramref name="before"/> stays usable; what it
    /// has and the result has not is for the caller to unload, once no call uses it any more.
    /// </summary>
    /// <param name="before">What is loaded.</param>
    /// <param name="again">Keys of packages that are loaded anew although they are loaded.</param>
    /// <param name="unsettled">Keys of packages that are still being written: those that are not loaded yet are left alone.</param>
    /// <returns>The home as it is now. It shares packages with <paramref name="before"/>: only one of the two is disposed.</returns>
    /// <exception cref="Errors.MoECollabException"><c>moe.json</c> is there and not sound.</exception>
    public LoadedHome Reload(LoadedHome before, IReadOnlySet<string> again, IReadOnlySet<string> unsettled)
    {
        var mixture = _options.Mixture ?? ReadMixture(before.Home);
        var candidates = new PackageSelection(before.States, mixture, _options.TimeProvider, _options.CodeKeptOut)
            .Select(before.Home, package => unsettled.Contains(package.Key) && !before.Packages.Any(known => known.IsLoaded && known.Package.Key == package.Key));
        var kept = new Dictionary<string, LoadedPackage>(StringComparer.Ordinal);
        foreach (var package in before.Packages.Where(package => package.IsLoaded && !again.Contains(package.Package.Key)))
        {
            if (candidates.Any(candidate => candidate.Package.Key == package.Package.Key && candidate.Decided is null))
                kept[package.Package.Key] = package;
        }

        LoadedPackage[] packages = [.. candidates.Select(candidate => kept.GetValueOrDefault(candidate.Package.Key) ?? Package(candidate))];
        return Fill(new LoadedHome(before.Home, mixture, before.States, packages), before, [.. kept.Values]);
    }

    private static MixtureConfiguration? ReadMixture(Home home) => File.Exists(home.MixturePath) ? MixtureConfiguration.Read(home) : null;

    private LoadedHome Fill(LoadedHome loaded, LoadedHome? before, HashSet<LoadedPackage> kept)
    {
        try
        {
            var opened = OpenAll([.. loaded.Packages.Where(package => package.Status.State == PackageState.Discovered && !kept.Contains(package))]);
            loaded.Encoder = before?.Encoder is { } same && kept.Contains(same.Package) ? same : CreateEncoder(opened);
            loaded.GatingComponents = [.. before?.GatingComponents.Where(component => kept.Contains(component.Package)) ?? [], .. KeepGating(opened)];
            if (before is not null)
                Predecessors.Restore(loaded, before, kept, _options.TimeProvider);
            loaded.Experts = [.. before?.Experts.Where(expert => kept.Contains(expert.Package)) ?? [], .. CreateExperts(opened, loaded)];
            if (before is not null)
                Predecessors.RestoreExperts(loaded, before, kept, _options.TimeProvider);
            loaded.Experts = [.. loaded.Experts.OrderBy(expert => expert.Id, StringComparer.Ordinal)];
            _options.Cancellation.ThrowIfCancellationRequested();
            return loaded;
        }
        catch (OperationCanceledException)
        {
            foreach (var package in loaded.Packages.Where(package => !kept.Contains(package)))
                package.Release();
            throw;
        }
    }

    // While manifests are read, a second processor can compile what the first plugin will need.
    private void WarmUp()
    {
        _ = _shared.Surface(typeof(TorchSharp.torch).Assembly.GetName().Name!);
        Composing.Composition.WarmUp();
    }

    private LoadedPackage Package(Candidate candidate)
    {
        if (candidate.Decided is { State: not (PackageState.Superseded or PackageState.Verified) } decided)
            _log.LogRefused(candidate.Package.Key, decided.State.ToString(), decided.Reason);
        return new LoadedPackage(candidate.Package, candidate.Manifest, candidate.Decided ?? Status(PackageState.Discovered, ""), _options.TimeProvider, _log);
    }

    private List<OpenedPackage> OpenAll(IReadOnlyList<LoadedPackage> packages)
    {
        var opened = new ConcurrentBag<OpenedPackage>();
        Parallel.ForEach(packages, InParallel(), package =>
        {
            var hold = new PackageHold(package.Package.Key, _log, _options.Cancellation);
            Try(package, hold, () => opened.Add(new OpenedPackage(package, hold, _opener.Open(package, hold))));
        });
        return [.. opened.OrderBy(package => package.Package.Package.Key, StringComparer.Ordinal)];
    }

    private LoadedEncoder? CreateEncoder(List<OpenedPackage> opened)
    {
        LoadedEncoder? encoder = null;
        foreach (var candidate in opened.Where(candidate => candidate.Package.Package.Role == PackageRole.Encoder))
        {
            Try(candidate.Package, candidate.Hold, () =>
            {
                var description = _creator.CreateEncoder(candidate);
                ComponentCreator.RequireSelf(candidate.Package.Manifest!, description);
                encoder = new LoadedEncoder(description, Activate(candidate));
            });
        }

        return encoder;
    }

    private List<LoadedGatingComponent> KeepGating(List<OpenedPackage> opened)
    {
        var components = new List<LoadedGatingComponent>();
        foreach (var candidate in opened.Where(candidate => candidate.Package.Package.Role == PackageRole.Gating))
        {
            Try(candidate.Package, candidate.Hold, () =>
            {
                var own = candidate.Factories.Select((factory, index) => new LoadedGatingComponent(factory.Id, candidate.Package.Version, factory.Contract.GenericTypeArguments[0], candidate.Package, index)).ToList();
                if (own.FirstOrDefault(component => components.Any(other => other.Role == component.Role && other.Id == component.Id)) is { } twice)
                    throw PackageRefusedException.Malfunctioned($"It exports a {twice.Role.Name} '{twice.Id}', which another package exports already; remove one of the two.");
                candidate.Hold.Components = [.. candidate.Factories.Select(factory => factory.Factory)];
                Activate(candidate);
                components.AddRange(own);
            });
        }

        return components;
    }

    private List<LoadedExpert> CreateExperts(List<OpenedPackage> opened, LoadedHome loaded)
    {
        var encoder = loaded.Encoder?.Description;
        var whyNone = loaded.Packages.FirstOrDefault(package => package.Package.Role == PackageRole.Encoder && package.Status.State != PackageState.Superseded) is { } broken
            ? $"{broken.Package.Key} is {broken.Status.State}. {broken.Status.Reason}"
            : "none is installed.";
        var experts = new ConcurrentBag<LoadedExpert>();
        Parallel.ForEach(opened.Where(candidate => candidate.Package.Package.Role == PackageRole.Expert), InParallel(), candidate => Try(candidate.Package, candidate.Hold, () =>
        {
            ComponentCreator.RequireEncoder(candidate.Package.Manifest!, encoder, whyNone);
            var expert = _creator.CreateExpert(candidate, encoder);
            Activate(candidate);
            experts.Add(expert);
        }));
        return [.. experts.OrderBy(expert => expert.Id, StringComparer.Ordinal)];
    }

    private LoadedPackage Activate(OpenedPackage opened)
    {
        opened.Package.Keep(opened.Hold, Status(PackageState.Active, ""));
        _log.LogActive(opened.Package.Package.Key, opened.Package.Version);
        return opened.Package;
    }

    // The edge at which every fault of a package ends; only the host's own cancellation passes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Try(LoadedPackage package, PackageHold hold, Action step)
    {
        var began = _options.TimeProvider.GetTimestamp();
        try
        {
            step();
            package.LoadTime += _options.TimeProvider.GetElapsedTime(began);
        }
        catch (Exception fault) when (!_options.Cancellation.IsCancellationRequested)
        {
            var (state, reason) = FaultDescription.Of(fault);
            package.Refuse(Status(state, reason));
            _log.LogRefused(package.Package.Key, state.ToString(), reason);
            _log.LogDetail(package.Package.Key, fault.ToString());
            var context = hold.Release();
            if (context is not null)
                ContextWatch.Unload(ref context);
        }
    }

    private ParallelOptions InParallel() => new() { MaxDegreeOfParallelism = Places, CancellationToken = _options.Cancellation };

    private PackageStatus Status(PackageState state, string reason) => new(state, reason, _options.TimeProvider.GetUtcNow(), "host");
}
