using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MoECollab.Training.Data;

/// <summary>Streams the wanted columns out of CSV or TSV with a header.</summary>
/// <param name="wanted">Names of the columns, each with the option that names another one.</param>
internal sealed class CsvTable(params (string Column, string Option)[] wanted)
{
    // A code point that no text contains stands for bytes that are not UTF-8, so that the row can be named and left out.
    private const char Undecodable = '\uFFFF';

    // Where a quote is never closed the rest of the file is one field: memory must not follow it.
    private const int LongestField = 16_000_000;

    /// <summary>Whether a file is a table by its name.</summary>
    public static bool IsTable(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv";

    public IEnumerable<CsvRow> Read(Stream stream, string file)
    {
        var encoding = Encoding.GetEncoding(
            "utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(Undecodable.ToString()));
        using var text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var csv = new CsvParser(text, Configuration(file));
        if (!Advance(csv, file)) throw NoHeader(file);
        var header = csv.Record!;
        var places = wanted.Select(column => Place(header, column, file)).ToArray();
        while (Advance(csv, file))
        {
            var fault = Check(csv, header.Length);
            yield return new CsvRow(FirstLine(csv), fault is null ? [.. places.Select(place => csv[place])] : [], fault);
        }
    }

    private static CsvConfiguration Configuration(string file) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? "\t" : ",",
        BadDataFound = null,
        MaxFieldSize = LongestField,
        IgnoreBlankLines = true,
    };

    private static bool Advance(CsvParser csv, string file)
    {
        var line = csv.RawRow + 1;
        try
        {
            return csv.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new BadDataException(
                BadDataCode.EndlessField,
                $"a field of more than {LongestField:N0} characters that begins at {file}:{line}",
                "a closing quote",
                "Close the quote in that row, and double every quote inside a quoted field.");
        }
    }

    // The parser counts the line that a row ends on, and passes over blank lines before it.
    private static int FirstLine(CsvParser csv) => csv.RawRow - csv.RawRecord.AsSpan().Trim("\r\n").Count('\n');

    private static (SkipReason Reason, string Detail)? Check(CsvParser csv, int width)
    {
        if (csv.RawRecord.Length > ExampleReader.LongestLine)
        {
            return (SkipReason.LineTooLong,
                $"the row is longer than {ExampleReader.LongestLine:N0} characters; cut the text, or close a quote");
        }

        if (csv.RawRecord.Contains(Undecodable))
            return (SkipReason.InvalidUtf8, "the row is not valid UTF-8; convert the file to UTF-8");
        return csv.Count == width
            ? null
            : (SkipReason.WrongColumnCount,
                $"found {csv.Count} columns, expected {width} as in the header; put text that holds the delimiter in quotes");
    }

    private static int Place(string[] header, (string Column, string Option) wanted, string file)
    {
        var place = Array.IndexOf(header, wanted.Column);
        if (place >= 0) return place;
        throw new BadDataException(
            BadDataCode.MissingColumn,
            $"the columns {string.Join(", ", header.Select(name => $"\"{name}\""))} in the header of {file}",
            $"one named \"{wanted.Column}\"",
            $"Name the right one with {wanted.Option}; fields are parted by commas, in a .tsv file by tabs.");
    }

    private static BadDataException NoHeader(string file) => new(
        BadDataCode.Empty, $"nothing in {file}", "a header and at least one row", "Give a file with rows.");
}
