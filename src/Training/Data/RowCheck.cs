namespace MoECollab.Training.Data;

/// <summary>What every row must hold, whatever the format.</summary>
internal static class RowCheck
{
    public static (SkipReason Reason, string Detail)? Blank(string text, string label, string? domain)
    {
        if (string.IsNullOrWhiteSpace(text)) return (SkipReason.EmptyText, "the text is empty");
        if (string.IsNullOrWhiteSpace(label)) return (SkipReason.EmptyLabel, "the label is empty");
        return domain is not null && string.IsNullOrWhiteSpace(domain)
            ? (SkipReason.EmptyLabel, "the domain is empty")
            : null;
    }
}
