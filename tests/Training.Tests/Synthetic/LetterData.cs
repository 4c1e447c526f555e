using System.Text.Json;
using MoECollab.Training.Data;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>A data folder with two domains of letter texts.</summary>
internal static class LetterData
{
    public static LabelledData Write(string folder)
    {
        Write(folder, "Animals", ["abc", "def"]);
        Write(folder, "Plants", ["ghi", "jkl"]);
        return LabelledData.Read(folder, new DataColumns());
    }

    private static void Write(string folder, string domain, string[] preferred)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, domain)).FullName;
        foreach (var (part, perLabel, seed) in new[] { ("train", 40, 1), ("dev", 10, 2), ("test", 15, 3) })
        {
            var lines = LetterTexts.Make(domain, preferred, perLabel, seed + domain.Length)
                .Select(example => JsonSerializer.Serialize(new { text = example.Input.Text, label = example.Label.Split('/')[1] }));
            File.WriteAllLines(Path.Combine(target, $"{part}.jsonl"), lines);
        }
    }
}
