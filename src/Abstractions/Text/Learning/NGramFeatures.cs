namespace MoECollab.Text.Learning;

/// <summary>Which n-grams a fit reads, and how their kinds are put together.</summary>
/// <param name="Weighting">How the kinds are put together.</param>
/// <param name="OwnVocabulary">Whether they are those of the examples although there is a background.</param>
internal sealed record NGramFeatures(NGramWeighting Weighting, bool OwnVocabulary)
{
    /// <summary>All that are to be tried, the usual ones first.</summary>
    public static IReadOnlyList<NGramFeatures> Of(NGramLearning learning)
    {
        bool[] vocabularies = learning.Background is not null && learning.TriesOwnVocabulary ? [false, true] : [false];
        return [.. vocabularies.SelectMany(own => learning.OtherWeightings.Prepend(learning.Weighting).Select(weighting => new NGramFeatures(weighting, own)))];
    }
}
