namespace MoECollab.Mixture.Answering;

/// <summary>An expert that took part in an answer.</summary>
/// <param name="Id">The expert's id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Weight">Its weight: renormalised over the experts that answered, or raw where the gate does not normalise.</param>
public readonly record struct AnsweringExpert(string Id, string Version, float Weight);
