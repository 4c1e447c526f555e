using System.Text;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Predict;

/// <summary>Tokenising and hashing alone: the first ten words of each text that has as many, as a string and in UTF-8.</summary>
internal static class TenWords
{
    private const int Words = 10;
    private const double LimitMicroseconds = 5;

    /// <summary>One for each of the usual schemes and each form of the text, after both forms have given the same ids for every text.</summary>
    public static IEnumerable<Stopwatched> Of(BenchmarkTexts texts)
    {
        string[] strings = [.. texts.Inputs.Select(input => input.Text.Split(' ', Words + 1)).Where(words => words.Length >= Words).Select(words => string.Join(' ', words[..Words]))];
        byte[][] octets = [.. strings.Select(Encoding.UTF8.GetBytes)];
        (string Name, NGramScheme Scheme)[] schemes =
        [
            ("words and pairs", new NGramScheme()),
            ("the encoder's n-grams", new NGramScheme { CharMin = 4, CharMax = 4, Buckets = 1 << 20 }),
            ("the n-gram expert's", new NGramLearning().Scheme),
        ];
        foreach (var (name, scheme) in schemes)
        {
            var extractor = new NGramExtractor(scheme);
            for (var text = 0; text < strings.Length; text++)
            {
                if (!extractor.Extract(strings[text]).ToArray().AsSpan().SequenceEqual(extractor.Extract(octets[text])))
                    throw new InvalidOperationException($"'{strings[text]}' gives other ids in UTF-8 than as a string.");
            }

            yield return new Stopwatched($"ten words hashed, {name}", strings.Length, text => extractor.Extract(strings[text]), LimitMicroseconds, null);
            yield return new Stopwatched($"ten words hashed, {name}, UTF-8", strings.Length, text => extractor.Extract(octets[text]), LimitMicroseconds, null);
        }
    }
}
