using MoECollab.Experts;
using MoECollab.Gating;

namespace MoECollab.Loading;

/// <summary>An expert that is ready to answer.</summary>
/// <param name="Descriptor">What a gate may know of it; none of it belongs to the plugin's code.</param>
/// <param name="Labels">The labels that its package ships, in class order; empty where it ships none.</param>
/// <param name="Package">Where it comes from.</param>
public sealed record LoadedExpert(ExpertDescriptor Descriptor, IReadOnlyList<string> Labels, LoadedPackage Package)
{
    /// <summary>Its id.</summary>
    public string Id => Descriptor.Id;

    /// <summary>The expert; owned by the package, borrowed for one call at a time.</summary>
    /// <exception cref="ObjectDisposedException">The package was unloaded.</exception>
    public IExpert Expert => Package.Component<IExpert>();
}
