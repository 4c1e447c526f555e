namespace MoECollab.Text.Learning;

/// <summary>One example.</summary>
/// <param name="Text">Any UTF-16 text.</param>
/// <param name="Class">0 to C − 1.</param>
public readonly record struct LabelledText(string Text, int Class);
