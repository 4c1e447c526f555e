namespace MoECollab.Errors;

/// <summary>A safetensors file is not what its header or its user says. <see cref="MoECollabException.Code"/> is <c>weights-invalid</c>.</summary>
public sealed class WeightFileException : MoECollabException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">What was found and what was expected.</param>
    /// <param name="inner">What caused it, if anything did.</param>
    public WeightFileException(string path, string fault, Exception? inner = null)
        : base("weights-invalid", $"{path}: {fault}", inner) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
