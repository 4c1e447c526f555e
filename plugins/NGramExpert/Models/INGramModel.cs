namespace MoECollab.NGramExpert.Models;

/// <summary>What both kinds of weights can do. Calls may overlap.</summary>
internal interface INGramModel
{
    int Classes { get; }

    long ParameterCount { get; }

    long WeightBytes { get; }

    void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities);

    long MultiplyAdds(ReadOnlySpan<char> text);
}
