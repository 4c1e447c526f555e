using System.Collections.Concurrent;
using MoECollab.Errors;
using MoECollab.Weights;

namespace MoECollab.Text;

/// <summary>A linear classifier over the n-grams of a text: logits = x W + b, x the text's vector [F], W [F, C]. Trained by <see cref="Learning.NGramLearner"/>.</summary>
/// <remarks>Immutable. Calls may overlap; each borrows buffers, so that none allocates once as many have been made as calls ever overlapped.</remarks>
public sealed class NGramClassifier
{
    private const string WeightName = "ngram.weight";
    private const string BiasName = "ngram.bias";

    private readonly ConcurrentBag<Workplace> _workplaces = [];
    private readonly Memory<float> _weights;   // [F, stride], in each row its C weights and then the n-gram's in the vocabulary
    private readonly float[] _bias;            // [stride]
    private readonly int _stride;

    /// <summary>Creates a classifier from its weights.</summary>
    /// <param name="vocabulary">The F n-grams.</param>
    /// <param name="weights">W, [F, C] row by row; copied.</param>
    /// <param name="bias">b, [C]; copied.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or there is no class.</exception>
    public NGramClassifier(NGramVocabulary vocabulary, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (bias.IsEmpty)
            throw new ArgumentException("There is no class: the bias is empty.", nameof(bias));
        if (weights.Length != (long)vocabulary.Count * bias.Length)
            throw new ArgumentException($"There are {weights.Length} weights; {vocabulary.Count} n-grams and {bias.Length} classes take {(long)vocabulary.Count * bias.Length}.", nameof(weights));
        Vocabulary = vocabulary;
        Classes = bias.Length;
        _stride = VectorMath.Stride(Classes + 1);
        _bias = new float[_stride];
        bias.CopyTo(_bias);
        _weights = WeightMemory.Allocate<float>(checked(vocabulary.Count * _stride));
        var rows = _weights.Span;
        for (var row = 0; row < vocabulary.Count; row++)
        {
            weights.Slice(row * Classes, Classes).CopyTo(rows[(row * _stride)..]);
            rows[(row * _stride) + Classes] = vocabulary.Weights[row];
        }
    }

    /// <summary>The F n-grams.</summary>
    public NGramVocabulary Vocabulary { get; }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>Learned values: (F + 1) · C. What the vocabulary holds is counted, not learned.</summary>
    public long ParameterCount => ((long)Vocabulary.Count + 1) * Classes;

    /// <summary>Bytes of the arrays it keeps.</summary>
    public long WeightBytes => (sizeof(float) * ((long)_weights.Length + _bias.Length)) + Vocabulary.Bytes;

    /// <summary>Logits of a text; calibrated where the learner had examples to calibrate on.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    /// <param name="logits">Receives the logits, [C].</param>
    public void Score(ReadOnlySpan<char> text, Span<float> logits)
    {
        var workplace = Borrow();
        workplace.Vectorizer.Read(text, new WeightTable(_weights.Span, _stride, Classes));
        Score(workplace.Vectorizer.Rows, workplace.Vectorizer.Values, workplace.Logits);
        workplace.Logits.AsSpan(0, Classes).CopyTo(logits);
        _workplaces.Add(workplace);
    }

    /// <summary>Class probabilities of a text: softmax of its logits.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    /// <param name="probabilities">Receives the probabilities, [C].</param>
    public void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        Score(text, probabilities);
        VectorMath.Softmax(probabilities[..Classes]);
    }

    /// <summary>Multiply-adds for a text: C for each of its n-grams that the vocabulary has.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    public long MultiplyAdds(ReadOnlySpan<char> text)
    {
        var workplace = Borrow();
        workplace.Vectorizer.Read(text);
        var known = workplace.Vectorizer.Rows.Length;
        _workplaces.Add(workplace);
        return (long)known * Classes;
    }

    /// <summary>A copy of W, [F, C] row by row.</summary>
    public float[] CopyWeights()
    {
        var weights = new float[checked(Vocabulary.Count * Classes)];
        for (var row = 0; row < Vocabulary.Count; row++)
            _weights.Span.Slice(row * _stride, Classes).CopyTo(weights.AsSpan(row * Classes));
        return weights;
    }

    /// <summary>A copy of b, [C].</summary>
    public float[] CopyBias() => _bias[..Classes];

    /// <summary>Writes the classifier as a safetensors file: its vocabulary, <c>ngram.weight</c> [F, C] and <c>ngram.bias</c> [C].</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    public void Save(string path) => WeightWriter.Write(
        path,
        [.. Vocabulary.ToWeights(), NamedWeights.Of(WeightName, CopyWeights(), Vocabulary.Count, Classes), NamedWeights.Of(BiasName, CopyBias(), Classes)],
        Vocabulary.ToMetadata());

    /// <summary>Reads a classifier from a safetensors file, checking everything that it relies on; the file may be closed afterwards.</summary>
    /// <param name="file">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="WeightFileException">A tensor or the scheme is missing, or does not fit the others.</exception>
    public static NGramClassifier Load(WeightFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var vocabulary = NGramVocabulary.Load(file);
        var bias = file.Floats(BiasName, -1);
        var weights = file.Floats(WeightName, vocabulary.Count, bias.Length);
        try
        {
            return new NGramClassifier(vocabulary, weights, bias);
        }
        catch (ArgumentException fault)
        {
            throw new WeightFileException(file.Path, $"it holds no usable n-gram classifier: {fault.Message}", fault);
        }
    }

    private void Score(ReadOnlySpan<int> rows, ReadOnlySpan<float> values, Span<float> logits)
    {
        _bias.CopyTo(logits);
        VectorMath.AddRows(logits, _weights.Span, rows, values);
    }

    private Workplace Borrow() => _workplaces.TryTake(out var free) ? free : new Workplace(new NGramVectorizer(Vocabulary), new float[_stride]);

    /// <summary>What one call needs for itself.</summary>
    private sealed record Workplace(NGramVectorizer Vectorizer, float[] Logits);
}
