using MoECollab.Packaging.States;

namespace MoECollab.Host.Administering;

/// <summary>The repository extension of the inference protocol: what is installed, and its loading and unloading.</summary>
internal sealed class ModelRepository(ExpertLife experts, ExpertViews views)
{
    /// <summary>Every installed version of every expert, or those alone that answer.</summary>
    public IEnumerable<ModelRepositoryEntry> Index(bool onlyReady) =>
        from view in views.All
        where view.Loaded || !onlyReady
        select new ModelRepositoryEntry(view.Id, view.Version, view.Loaded ? "READY" : "UNAVAILABLE", view.Loaded ? "" : $"{view.State}. {view.Reason}".TrimEnd());

    public Task LoadAsync(string id, string by, CancellationToken cancellation) => experts.EnableAsync(id, null, by, cancellation);

    public Task UnloadAsync(string id, string by, CancellationToken cancellation) =>
        experts.TakeOutAsync(id, PackageState.Disabled, new AdminRequest("Unloaded through the model repository.", null), by, cancellation);
}
