namespace MoECollab.Text;

/// <summary>
/// How much each kind of n-gram counts in a text's vector: each kind is brought to this length (L2) before they are put together,
/// so that a thousand character n-grams do not drown ten words. 0 leaves a kind out.
/// </summary>
/// <param name="Words">Word n-grams.</param>
/// <param name="Lead">Word n-grams of the first tokens (<see cref="NGramScheme.LeadTokens"/>).</param>
/// <param name="Characters">Character n-grams.</param>
public sealed record NGramWeighting(float Words = 1f, float Lead = 0.5f, float Characters = 0.5f);
