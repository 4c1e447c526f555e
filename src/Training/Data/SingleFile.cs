namespace MoECollab.Training.Data;

/// <summary>One file as a data set: its rows are grouped by the domain column, the validation part is cut off by hash.</summary>
internal sealed class SingleFile(DataColumns columns, DataLog log)
{
    public IReadOnlyList<DomainData> Read(string path, DataUse use)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return
        [
            .. new ExampleReader(columns, log).Read(path)
                .GroupBy(row => row.Domain ?? name, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => use == DataUse.Evaluation
                    ? new DomainData(group.Key, [], [], [.. group])
                    : DevSplit.Cut(group.Key, [.. group], [])),
        ];
    }
}
