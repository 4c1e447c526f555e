namespace MoECollab.Text.Learning;

/// <summary>Which n-grams a fit reads, and how their kinds are put together.</summary>
/// <param name="Weighting">How the kinds are put together.</param>
/// <param name="OwnVocabulary">Whether they are those of the examples although there is a background.</param>
/// <param name="LeadTokens">Of how many tokens the n-grams are given once more; null for as many as the learning says.</param>
internal sealed record NGramFeatures(NGramWeighting Weighting, bool OwnVocabulary, int? LeadTokens = null)
{
    /// <summary>All that are to be tried, the usual ones first.</summary>
    public static IReadOnlyList<NGramFeatures> Of(NGramLearning learning)
    {
        bool[] vocabularies = learning.Background is not null && learning.TriesOwnVocabulary ? [false, true] : [false];
        var weightings = vocabularies.SelectMany(own => learning.OtherWeightings.Prepend(learning.Weighting).Select(weighting => new NGramFeatures(weighting, own)));
        var leads = learning.Background is null && learning.Weighting.Lead > 0 ? learning.OtherLeads : [];
        return [.. weightings, .. leads.Select(lead => new NGramFeatures(learning.Weighting, false, lead))];
    }
}
