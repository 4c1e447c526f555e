using System.Text.Json;
using System.Text.RegularExpressions;
using MoECollab.Errors;

namespace MoECollab.Gating.Composing;

/// <summary>Reads a gate's file strictly, going on after a fault so that all are reported together.</summary>
internal sealed partial class GateFileReader(JsonElement root)
{
    private static readonly string[] Known = ["schemaVersion", "id", "version", "encoder", "trainedFor", "features", "scorer", "transforms", "guard", "selector"];
    private readonly List<string> _faults = [];

    public GateFile Read()
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Refusal([$"the file is {Found(root)}; expected an object"]);

        CheckNames(root, "", Known);
        CheckSchema();
        var gate = new GateFile
        {
            Id = Text(root, "id", Id(), "an id of lower-case letters, digits, dots, hyphens and underscores, at most 64"),
            Version = Text(root, "version", SemVer(), "a version such as 1.0.0"),
            Encoder = root.TryGetProperty("encoder", out _) ? Text(root, "encoder", Anything(), "a text") : "",
            TrainedFor = TrainedFor(),
            Features = Features(),
            Scorer = Component("scorer") ?? Missing("scorer"),
            Transforms = Transforms(),
            Guard = root.TryGetProperty("guard", out var guard) && guard.ValueKind != JsonValueKind.Null ? Component("guard") : null,
            Selector = Component("selector") ?? Missing("selector"),
        };
        return _faults.Count == 0 ? gate : throw Refusal(_faults);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?\z")]
    private static partial Regex SemVer();

    [GeneratedRegex(@"\A[\s\S]{0,256}\z")]
    private static partial Regex Anything();

    private static MoECollabException Refusal(IReadOnlyList<string> faults) =>
        new("gate-invalid", $"{GateFile.Path}: {string.Join("; ", faults)}. Correct the file, or retrain the gate.");

    private static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => $"'{element.GetString()}'",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    private void CheckNames(JsonElement element, string place, params ReadOnlySpan<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                _faults.Add($"{place}{property.Name} is not a field of it; expected {string.Join(", ", known)}");
        }
    }

    private void CheckSchema()
    {
        if (!root.TryGetProperty("schemaVersion", out var version))
            _faults.Add($"schemaVersion is missing; expected {GateFile.SchemaVersion}");
        else if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != GateFile.SchemaVersion)
            _faults.Add($"schemaVersion is {Found(version)}; this version reads {GateFile.SchemaVersion}");
    }

    private string Text(JsonElement owner, string name, Regex pattern, string expected)
    {
        if (!owner.TryGetProperty(name, out var value))
            _faults.Add($"{name} is missing; expected {expected}");
        else if (value.ValueKind != JsonValueKind.String || !pattern.IsMatch(value.GetString()!))
            _faults.Add($"{name} is {Found(value)}; expected {expected}");
        else
            return value.GetString()!;
        return "";
    }

    private List<string> TrainedFor()
    {
        var ids = new List<string>();
        if (!root.TryGetProperty("trainedFor", out var list))
            return ids;
        if (list.ValueKind != JsonValueKind.Array)
        {
            _faults.Add($"trainedFor is {Found(list)}; expected an array of expert ids");
            return ids;
        }

        foreach (var (element, place) in list.EnumerateArray().Select((element, place) => (element, place)))
        {
            if (element.ValueKind != JsonValueKind.String || !Id().IsMatch(element.GetString()!))
                _faults.Add($"trainedFor[{place}] is {Found(element)}; expected an expert's id");
            else if (ids.Contains(element.GetString()!))
                _faults.Add($"trainedFor[{place}] names '{element.GetString()}' a second time; expected distinct ids");
            else
                ids.Add(element.GetString()!);
        }

        return ids;
    }

    private List<GateFeature> Features()
    {
        var features = new List<GateFeature>();
        if (!root.TryGetProperty("features", out var list))
            return features;
        if (list.ValueKind != JsonValueKind.Array)
        {
            _faults.Add($"features is {Found(list)}; expected an array of components with a fingerprint");
            return features;
        }

        foreach (var (element, index) in list.EnumerateArray().Select((element, index) => (element, index)))
        {
            var place = $"features[{index}]";
            if (Component(element, place, "fingerprint") is not { } extractor)
                continue;
            var fingerprint = element.TryGetProperty("fingerprint", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Undefined))
                _faults.Add($"{place}.fingerprint is {Found(value)}; expected a text");
            if (features.Any(other => other.Extractor.Kind == extractor.Kind))
                _faults.Add($"{place} names '{extractor.Kind}' a second time; expected distinct extractors");
            features.Add(new GateFeature(extractor, fingerprint));
        }

        return features;
    }

    private List<GateComponent> Transforms()
    {
        var transforms = new List<GateComponent>();
        if (!root.TryGetProperty("transforms", out var list))
            return transforms;
        if (list.ValueKind != JsonValueKind.Array)
        {
            _faults.Add($"transforms is {Found(list)}; expected an array of components");
            return transforms;
        }

        var place = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (Component(element, $"transforms[{place++}]") is { } component)
                transforms.Add(component);
        }

        return transforms;
    }

    private GateComponent? Component(string name) => root.TryGetProperty(name, out var element) ? Component(element, name) ?? new GateComponent("") : null;

    private GateComponent Missing(string name)
    {
        _faults.Add($"{name} is missing; expected {{\"kind\": …, \"options\": {{…}}}}");
        return new GateComponent("");
    }

    private GateComponent? Component(JsonElement element, string place, params ReadOnlySpan<string> besides)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"{place} is {Found(element)}; expected {{\"kind\": …, \"options\": {{…}}}}");
            return null;
        }

        CheckNames(element, place + ".", ["kind", "options", .. besides]);
        if (!element.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String || !Id().IsMatch(kind.GetString()!))
        {
            _faults.Add($"{place}.kind is {(kind.ValueKind == JsonValueKind.Undefined ? "missing" : Found(kind))}; expected a component's name");
            return null;
        }

        return new GateComponent(kind.GetString()!) { Options = Options(element, place) };
    }

    private Dictionary<string, string> Options(JsonElement component, string place)
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!component.TryGetProperty("options", out var element))
            return options;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"{place}.options is {Found(element)}; expected an object of texts and numbers");
            return options;
        }

        foreach (var option in element.EnumerateObject())
        {
            if (option.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                _faults.Add($"{place}.options.{option.Name} is {Found(option.Value)}; expected a text, a number or a truth value");
            else if (!options.TryAdd(option.Name, option.Value.ToString()))
                _faults.Add($"{place}.options.{option.Name} is there twice, in other case");
        }

        return options;
    }
}
