namespace MoECollab.Text.Learning;

/// <summary>Texts as a problem, and the vocabulary that its columns stand for.</summary>
internal sealed record PreparedTexts(NGramVocabulary Vocabulary, MarginProblem Problem);
