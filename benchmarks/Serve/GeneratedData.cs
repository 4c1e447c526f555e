using System.Text.Json;

namespace MoECollab.Benchmarks.Serve;

/// <summary>Labelled texts of made-up words, lower-case ASCII, so that both sides read them alike and nothing has to be downloaded. Each label of a topic prefers some of the topic's words.</summary>
/// <param name="seed">Draws everything.</param>
internal sealed class GeneratedData(int seed)
{
    private const int Topics = 256, SharedWords = 2000, TopicWords = 400, LabelWords = 12;
    private const string Consonants = "bcdfghklmnprstvz", Vowels = "aeiou";

    private readonly Random _random = new(seed);

    /// <summary>Writes <c>&lt;domain&gt;/train.jsonl</c> for each domain. The texts are the same however many domains share them, so that homes differ in their experts and not in encoder or requests.</summary>
    public void Write(string folder, int domains, int labels, int textsPerLabel)
    {
        var shared = Words(SharedWords);
        for (var topic = 0; topic < Topics; topic++)
        {
            var own = Words(TopicWords);
            var name = Directory.CreateDirectory(Path.Combine(folder, $"domain-{topic % domains:000}")).FullName;
            using var writer = File.AppendText(Path.Combine(name, "train.jsonl"));
            for (var label = 0; label < labels; label++)
            {
                var preferred = Enumerable.Range(0, LabelWords).Select(_ => own[_random.Next(own.Length)]).ToArray();
                for (var text = 0; text < textsPerLabel; text++)
                    writer.WriteLine(JsonSerializer.Serialize(new { text = Text(shared, own, preferred), label = $"label-{label:00}" }));
            }
        }
    }

    private string Text(string[] shared, string[] own, string[] preferred)
    {
        var words = Enumerable.Range(0, _random.Next(6, 15)).Select(_ => _random.Next(10) switch
        {
            < 4 => Frequent(shared),
            < 7 => own[_random.Next(own.Length)],
            _ => preferred[_random.Next(preferred.Length)],
        });
        return string.Join(' ', words);
    }

    // Frequent words come first, roughly as in language.
    private string Frequent(string[] words) => words[(int)(words.Length * Math.Pow(_random.NextDouble(), 3))];

    private string[] Words(int count) => [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, _random.Next(2, 5)).Select(_ => $"{Consonants[_random.Next(Consonants.Length)]}{Vowels[_random.Next(Vowels.Length)]}")))];
}
