using System.Globalization;
using MoECollab.Errors;

namespace MoECollab.AdapterExpert.Options;

/// <summary>What an expert of this family can be told, in its manifest's <c>options</c> or by <c>--set name=value</c>.</summary>
internal sealed record AdapterOptions
{
    /// <summary><c>kind</c>: <c>adapter</c> (default), <c>linear</c> or <c>feed-forward</c>.</summary>
    public required AdapterKind Kind { get; init; }

    /// <summary><c>rank</c>: r of an adapter; 1 to 65,536, default 32. Read from the weights once there are some.</summary>
    public int Rank { get; init; } = 32;

    /// <summary><c>expansion</c>: r/d of a feed-forward expert; 1 to 64, default 4. Read from the weights once there are some.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary><c>activation</c>: <c>relu</c>, <c>gelu</c> or <c>tanh</c>; default relu, for feed-forward gelu. The weight file remembers it.</summary>
    public required Activation Activation { get; init; }

    /// <summary><c>temperature</c>: what logits are divided by when answering, from calibration; above 0, default 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Reads what is set; what is absent keeps its default.</summary>
    /// <param name="options">Names without case.</param>
    /// <param name="stored">What the weight file remembers, or nothing.</param>
    /// <param name="kind">The kind where neither says one.</param>
    /// <exception cref="MoECollabException">A value is not usable; all of them are named.</exception>
    public static AdapterOptions Read(IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> stored, AdapterKind kind)
    {
        var faults = new List<string>();
        var chosen = Choice("kind", kind, Kinds);
        var result = new AdapterOptions
        {
            Kind = chosen,
            Rank = Whole("rank", 32, 1 << 16),
            Expansion = Whole("expansion", 4, 64),
            Activation = Choice("activation", chosen == AdapterKind.FeedForward ? Activation.Gelu : Activation.Relu, Activations),
            Temperature = Positive("temperature", 1),
        };
        foreach (var name in options.Keys.Except(Names, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            faults.Add($"'{name}' is no option of this expert; expected {string.Join(", ", Names)}.");
        return faults.Count == 0 ? result : throw new MoECollabException("options-invalid", string.Join(" ", faults));

        string? Value(string name) => options.GetValueOrDefault(name) ?? stored.GetValueOrDefault(name);

        T Choice<T>(string name, T otherwise, (string Name, T Value)[] known)
        {
            if (Value(name) is not { } text)
                return otherwise;
            foreach (var (candidate, value) in known)
            {
                if (string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            faults.Add($"'{name}' is '{text}'; expected one of {string.Join(", ", known.Select(pair => pair.Name))}.");
            return otherwise;
        }

        int Whole(string name, int otherwise, int most)
        {
            if (Value(name) is not { } text)
                return otherwise;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most)
                return value;
            faults.Add($"'{name}' is '{text}'; expected a whole number from 1 to {most}.");
            return otherwise;
        }

        float Positive(string name, float otherwise)
        {
            if (Value(name) is not { } text)
                return otherwise;
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && float.IsFinite(value))
                return value;
            faults.Add($"'{name}' is '{text}'; expected a number above 0, with a point.");
            return otherwise;
        }
    }

    /// <summary>What <see cref="Read"/> needs besides the weights to make the same expert again.</summary>
    public IReadOnlyDictionary<string, string> ToStore() => new Dictionary<string, string>
    {
        ["format"] = "pt",
        ["kind"] = Kinds.First(pair => pair.Value == Kind).Name,
        ["activation"] = Activations.First(pair => pair.Value == Activation).Name,
    };

    private static readonly string[] Names = ["kind", "rank", "expansion", "activation", "temperature"];

    private static readonly (string Name, AdapterKind Value)[] Kinds =
        [("adapter", AdapterKind.Adapter), ("linear", AdapterKind.Linear), ("feed-forward", AdapterKind.FeedForward)];

    private static readonly (string Name, Activation Value)[] Activations =
        [("relu", Activation.Relu), ("gelu", Activation.Gelu), ("tanh", Activation.Tanh)];
}
