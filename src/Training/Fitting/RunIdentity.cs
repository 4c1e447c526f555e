using System.Security.Cryptography;
using System.Text;
using MoECollab.Inputs;

namespace MoECollab.Training.Fitting;

/// <summary>A hash over everything that a result depends on; two runs of one identity give one result.</summary>
internal sealed class RunIdentity
{
    // [state so far | hash of the next value], hashed together: values cannot run into one another.
    private readonly byte[] _chain = new byte[2 * SHA256.HashSizeInBytes];

    public RunIdentity Add(object? value)
    {
        SHA256.HashData(Encoding.UTF8.GetBytes(value?.ToString() ?? ""), _chain.AsSpan(SHA256.HashSizeInBytes));
        SHA256.HashData(_chain, _chain.AsSpan(0, SHA256.HashSizeInBytes));
        return this;
    }

    public RunIdentity Add(IEnumerable<string> values)
    {
        var count = 0;
        foreach (var value in values)
        {
            Add((object)value);
            count++;
        }

        return Add(count);
    }

    public RunIdentity Add(IReadOnlyDictionary<string, string> options) =>
        Add(options.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key.ToLowerInvariant()}={pair.Value}"));

    public RunIdentity Add(IReadOnlyList<LabelledInput> examples) =>
        Add(examples.SelectMany(example => new[] { example.Input.Text, example.Label, example.Domain ?? "" }));

    /// <summary>The hash so far, in lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(_chain.AsSpan(0, SHA256.HashSizeInBytes));
}
