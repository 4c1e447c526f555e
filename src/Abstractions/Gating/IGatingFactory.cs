namespace MoECollab.Gating;

/// <summary>Makes a gating component. Exported with <see cref="Packages.GatingExportAttribute"/>; has a constructor without parameters that does no work.</summary>
/// <typeparam name="T">The role: <see cref="IScorer"/>, <see cref="IScoreTransform"/>, <see cref="IGuard"/>, <see cref="ISelector"/>, <see cref="IFeatureExtractor"/>, <see cref="Training.IAuxiliaryLoss"/> or <see cref="Training.ISchedule"/>.</typeparam>
public interface IGatingFactory<out T>
{
    /// <summary>Makes the component. A scorer whose files hold no weights yet starts with random ones.</summary>
    /// <param name="context">Device, encoder, files, options.</param>
    T Create(GatingContext context);
}
