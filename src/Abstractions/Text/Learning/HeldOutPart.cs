namespace MoECollab.Text.Learning;

/// <summary>A split of the examples: what is fitted, and what the fit is then judged by.</summary>
/// <param name="Fitted">Numbers of texts.</param>
/// <param name="Unseen">Numbers of other texts.</param>
internal sealed record HeldOutPart(int[] Fitted, int[] Unseen)
{
    private const int Parts = 10;
    private const int MostTenths = 5;

    /// <summary>The validation examples where there are any; then tenths of the examples, until there are enough to choose by.</summary>
    /// <param name="examples">Texts that may be fitted.</param>
    /// <param name="validation">Texts that may not.</param>
    /// <param name="wanted">How many held-out examples are enough.</param>
    public static IReadOnlyList<HeldOutPart> Of(int[] examples, int[] validation, int wanted)
    {
        var parts = new List<HeldOutPart>();
        if (validation.Length > 0)
            parts.Add(new HeldOutPart(examples, validation));
        var held = validation.Length;
        for (var part = 0; part < MostTenths && (parts.Count == 0 || held < wanted); part++)
        {
            int[] unseen = [.. examples.Where((_, at) => at % Parts == part)];
            if (unseen.Length == 0)
                break;
            parts.Add(new HeldOutPart([.. examples.Where((_, at) => at % Parts != part)], unseen));
            held += unseen.Length;
        }

        return parts;
    }
}
