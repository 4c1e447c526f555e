namespace TorchSharp;

public static partial class torch
{
    /// <summary>What a division does with the fraction.</summary>
    public enum RoundingMode
    {
        /// <summary>Keeps it; integers become real numbers.</summary>
        None,

        /// <summary>Drops it, towards zero.</summary>
        trunc,

        /// <summary>Rounds down.</summary>
        floor,
    }

    private static string? Name(this RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
}
