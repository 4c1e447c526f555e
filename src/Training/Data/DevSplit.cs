namespace MoECollab.Training.Data;

/// <summary>Cuts a validation part off the training rows where the data brings none.</summary>
internal static class DevSplit
{
    /// <summary>A tenth of the rows by the hash of their text; the only row of a class stays in training.</summary>
    public static DomainData Cut(string name, IReadOnlyList<Example> rows, IReadOnlyList<Example> test)
    {
        var trained = rows.Where(row => !HashSplit.IsDev(row.Text)).Select(row => row.Label).ToHashSet();
        bool IsDev(Example row) => HashSplit.IsDev(row.Text) && trained.Contains(row.Label);
        return new DomainData(name, [.. rows.Where(row => !IsDev(row))], [.. rows.Where(IsDev)], test) { DevFromTrain = true };
    }
}
