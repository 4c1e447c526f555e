namespace MoECollab.Encoders;

/// <summary>What an expert or a gate must know of the shared encoder.</summary>
/// <param name="Id">The encoder package's id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Fingerprint"><c>sha256:</c> over sorted tensor names, dtypes, shapes, bytes and the tokeniser; an expert trained on another one is refused.</param>
/// <param name="HiddenSize">d, the length of a hidden vector; at least 1.</param>
public sealed record EncoderDescription(string Id, string Version, string Fingerprint, int HiddenSize);
