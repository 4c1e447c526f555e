using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Experts;

namespace MoECollab.KeywordExpert.Rules;

/// <summary>Reads <c>moe/keywords.json</c>: <c>{"smoothing": α, "classes": {"label": {"word or phrase": weight, …}, …}}</c>.</summary>
internal static class KeywordFile
{
    private const string Path = "moe/keywords.json";
    private const double DefaultSmoothing = 1;

    /// <summary>Reads the rules of a package.</summary>
    /// <param name="context">Files and labels; without labels, the file's classes in their order are the labels.</param>
    /// <exception cref="MoECollabException">The file breaks a rule (<c>keywords-invalid</c>).</exception>
    public static KeywordRules Read(ExpertContext context)
    {
        using var stream = context.Files.OpenRead(Path);
        using var document = Parse(stream);
        var root = document.RootElement;
        Expect(root.ValueKind == JsonValueKind.Object, "expected an object with 'classes'");
        foreach (var member in root.EnumerateObject())
            Expect(member.Name is "smoothing" or "classes", $"'{member.Name}' is unknown; expected 'smoothing' and 'classes'");
        Expect(root.TryGetProperty("classes", out var classes) && classes.ValueKind == JsonValueKind.Object, "'classes' is missing; expected an object of labels");

        var smoothing = root.TryGetProperty("smoothing", out var given) ? Positive(given, "smoothing") : DefaultSmoothing;
        IReadOnlyList<string> labels = context.Labels.Count > 0 ? context.Labels : [.. classes.EnumerateObject().Select(entry => entry.Name)];
        Expect(labels.Count > 0, "'classes' is empty; expected at least one label");
        var rules = new KeywordRules(labels, smoothing);
        foreach (var entry in classes.EnumerateObject())
            AddClass(rules, entry);
        return rules;
    }

    private static void AddClass(KeywordRules rules, JsonProperty entry)
    {
        var label = Enumerable.Range(0, rules.Labels.Count).FirstOrDefault(index => rules.Labels[index] == entry.Name, -1);
        Expect(label >= 0, $"'{entry.Name}' is no label of the package; its labels are {string.Join(", ", rules.Labels)}");
        Expect(entry.Value.ValueKind == JsonValueKind.Object, $"'{entry.Name}' must be an object of words and weights");
        foreach (var word in entry.Value.EnumerateObject())
        {
            try
            {
                rules.Add(label, word.Name, Positive(word.Value, word.Name));
            }
            catch (ArgumentException fault)
            {
                throw new MoECollabException("keywords-invalid", $"{Path}: {fault.Message}", fault);
            }
        }
    }

    private static double Positive(JsonElement element, string name)
    {
        var value = element.ValueKind == JsonValueKind.Number ? element.GetDouble() : double.NaN;
        Expect(value > 0 && double.IsFinite(value), $"'{name}' is {element.GetRawText()}; expected a number above 0");
        return value;
    }

    private static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException fault)
        {
            throw new MoECollabException("keywords-invalid", $"{Path}: {fault.Message}", fault);
        }
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new MoECollabException("keywords-invalid", $"{Path}: {otherwise}.");
    }
}
