namespace MoECollab.Plugins.Tests.Packages;

/// <summary>Texts of two subjects, drawn by a seed: enough structure for an encoder to find.</summary>
internal static class Corpus
{
    private static readonly string[] Kitchen = ["soup", "bread", "butter", "oven", "salt", "pepper", "onion", "recipe", "flour", "sauce", "boil", "bake"];
    private static readonly string[] Garage = ["engine", "wheel", "brake", "clutch", "fuel", "oil", "gear", "tyre", "motor", "valve", "piston", "drive"];
    private static readonly string[] Filler = ["the", "a", "with", "and", "of", "for", "in", "on"];

    public static string[] Texts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => Text(random, row % 2 == 0 ? Kitchen : Garage))];
    }

    private static string Text(Random random, string[] subject) =>
        string.Join(' ', Enumerable.Range(0, 10).Select(word => word % 3 == 2 ? Filler[random.Next(Filler.Length)] : subject[random.Next(subject.Length)]));
}
