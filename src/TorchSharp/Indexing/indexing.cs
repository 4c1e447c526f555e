namespace TorchSharp;

public static partial class torch
{
    /// <summary>How the axes of a grid are laid out: by columns and rows, or by matrix index.</summary>
    public enum indexing
    {
        xy = 0,
        ij = 1,
    }
}
