namespace MoECollab.Host.Answering;

/// <summary>A refusal, as RFC 9457 or as the inference protocol writes it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">For programs; stable.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record Problem(int Status, string Code, string Detail)
{
    /// <summary>When it is worth another try; null where that is not known.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static Problem Invalid(string detail) => new(400, "invalid-request", detail);

    public static Problem NotFound(string detail) => new(404, "not-found", detail);
}
