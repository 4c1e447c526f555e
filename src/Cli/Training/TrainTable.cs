namespace MoECollab.Cli.Training;

/// <summary>The table at the end of a training: names and values, as text or as one JSON object.</summary>
internal static class TrainTable
{
    public static void Print(TextWriter output, CommandLine.OutputFormat format, IReadOnlyList<(string Name, object? Value)> rows)
    {
        if (format == CommandLine.OutputFormat.Table)
        {
            foreach (var (name, value) in rows.Where(row => row.Value is not null))
                output.WriteLine($"{name,-22} {Text(value!)}");
            return;
        }

        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in rows)
                Write(json, Camel(name), value);
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case long number: json.WriteNumber(name, number); break;
            case int number: json.WriteNumber(name, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            case double: json.WriteNull(name); break;
            default: json.WriteString(name, value.ToString()); break;
        }
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString("0.####"),
        long number => number.ToString("N0"),
        int number => number.ToString("N0"),
        _ => value.ToString()!,
    };

    private static string Camel(string name)
    {
        var words = name.Split(' ');
        return words[0].ToLowerInvariant() + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
