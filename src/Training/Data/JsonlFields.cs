using System.Text;
using System.Text.Json;

namespace MoECollab.Training.Data;

/// <summary>Takes the wanted string fields out of one line of JSON.</summary>
internal sealed class JsonlFields
{
    private readonly string[] _names;
    private readonly byte[][] _utf8Names;

    /// <summary>Wants the named fields, in this order, all of them required.</summary>
    public JsonlFields(params string[] names)
    {
        _names = names;
        _utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Reads one line. Broken input is the normal case here, so it is an outcome rather than an exception.</summary>
    /// <param name="line">One line, without its end.</param>
    /// <param name="values">Receives the fields' values, in the order of the names.</param>
    /// <returns>Null when all fields are there; else what is wrong.</returns>
    public (SkipReason Reason, string Detail)? Read(ReadOnlySpan<byte> line, string?[] values)
    {
        Array.Clear(values);
        if (!System.Text.Unicode.Utf8.IsValid(line))
            return (SkipReason.InvalidUtf8, "the line is not valid UTF-8; convert the file to UTF-8");
        if (line.Contains((byte)0))
            return (SkipReason.InvalidUtf8, "the line holds zero bytes, as UTF-16 does; convert the file to UTF-8");
        var first = line.TrimStart(" \t"u8);
        if (first.IsEmpty || first[0] != '{')
            return (SkipReason.BrokenJson, $"found {Excerpt(line)}, expected one JSON object such as {Sample()}");

        try
        {
            return ReadObject(line, values) ?? Missing(values);
        }
        catch (JsonException fault)
        {
            return (SkipReason.BrokenJson, $"broken JSON at byte {fault.BytePositionInLine}: {Reason(fault)}");
        }
        catch (InvalidOperationException)
        {
            return (SkipReason.BrokenJson, "a string holds half of a surrogate pair (\\uD800 to \\uDFFF alone)");
        }
    }

    private (SkipReason Reason, string Detail)? ReadObject(ReadOnlySpan<byte> line, string?[] values)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        (SkipReason, string)? wrong = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            if (index < 0)
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                values[index] = reader.GetString();
            }
            else
            {
                wrong ??= (SkipReason.WrongType,
                    $"\"{_names[index]}\" is {Kind(reader.TokenType)}, expected a string in quotes");
                reader.Skip();
            }
        }

        // One more token than the closing brace would be text behind the object, and throws.
        reader.Read();
        return wrong;
    }

    private (SkipReason Reason, string Detail)? Missing(string?[] values)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (values[i] is null)
                return (SkipReason.MissingField, $"there is no field \"{_names[i]}\"");
        }

        return null;
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _utf8Names.Length; i++)
        {
            if (reader.ValueTextEquals(_utf8Names[i])) return i;
        }

        return -1;
    }

    private string Sample() => "{" + string.Join(",", _names.Select(name => $"\"{name}\":\"…\"")) + "}";

    private static string Excerpt(ReadOnlySpan<byte> line)
    {
        const int longest = 40;
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, longest)]);
        return $"\"{text}{(line.Length > longest ? "…" : "")}\"";
    }

    private static string Reason(JsonException fault)
    {
        // System.Text.Json appends the position, which is already named here.
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? fault.Message : fault.Message[..end];
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };
}
