using System.Composition.Hosting;
using System.Reflection;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Packages;
using MoECollab.Training;

namespace MoECollab.Loading.Composing;

/// <summary>What a plugin's assembly exports, found through MEF; a component is created only when its factory is asked for.</summary>
internal sealed class Composition(Assembly assembly) : IDisposable
{
    private readonly CompositionHost _container = new ContainerConfiguration().WithAssembly(assembly).CreateContainer();

    public IReadOnlyList<ExportedComponent> Experts() => Exports<IExpertFactory>();

    public IReadOnlyList<ExportedComponent> Encoders() => Exports<IEncoderFactory>();

    public IReadOnlyList<ExportedComponent> GatingComponents() =>
    [
        .. Exports<IGatingFactory<IScorer>>(), .. Exports<IGatingFactory<IScoreTransform>>(), .. Exports<IGatingFactory<IGuard>>(), .. Exports<IGatingFactory<ISelector>>(),
        .. Exports<IGatingFactory<IFeatureExtractor>>(), .. Exports<IGatingFactory<IAuxiliaryLoss>>(), .. Exports<IGatingFactory<ISchedule>>(),
    ];

    /// <summary>Composes nothing, once: the first composition of a process takes ten times as long as the others.</summary>
    public static void WarmUp()
    {
        using var container = new ContainerConfiguration().WithPart<WarmUpPart>().CreateContainer();
        _ = container.GetExports<Lazy<WarmUpPart, ComponentMetadata>>().Select(export => export.Value).ToList();
    }

    public void Dispose() => _container.Dispose();

    private IReadOnlyList<ExportedComponent> Exports<T>()
        where T : class =>
        [.. _container.GetExports<Lazy<T, ComponentMetadata>>().Select(export => new ExportedComponent(typeof(T), export.Metadata, () => export.Value))];
}
