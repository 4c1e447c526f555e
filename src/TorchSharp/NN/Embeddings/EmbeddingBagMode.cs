namespace TorchSharp;

/// <summary>How the rows of a bag become one.</summary>
public enum EmbeddingBagMode
{
    /// <summary>Their sum, weighted where weights are given.</summary>
    Sum = 0,

    /// <summary>Their mean.</summary>
    Mean = 1,

    /// <summary>Their largest elements.</summary>
    Max = 2,
}
