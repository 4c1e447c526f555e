using MoECollab.Text;
using MoECollab.Weights;

namespace MoECollab.Cli.Tests.Driving;

/// <summary>Makes an n-gram expert of a home answer in values that are no numbers.</summary>
internal static class BrokenWeights
{
    public static void Write(string home, string expert)
    {
        var path = Path.Combine(home, "experts", expert, "1.0.0", "moe", "ngram.safetensors");
        NGramClassifier whole;
        using (var file = WeightFile.Open(path))
            whole = NGramClassifier.Load(file);
        new NGramClassifier(whole.Vocabulary, whole.CopyWeights(), [.. Enumerable.Repeat(float.NaN, whole.Classes)]).Save(path);
    }
}
