namespace MoECollab.Training.Evaluation;

/// <summary>How well one class is told from the others.</summary>
/// <param name="Support">Rows whose actual class it is.</param>
/// <param name="Predicted">Rows it was predicted for.</param>
/// <param name="Right">Rows it was rightly predicted for.</param>
public readonly record struct ClassScore(long Support, long Predicted, long Right)
{
    /// <summary>Right over predicted; 0 where it was never predicted.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Right / Predicted;

    /// <summary>Right over support; 0 where it never occurs.</summary>
    public double Recall => Support == 0 ? 0 : (double)Right / Support;

    /// <summary>Harmonic mean of precision and recall, 2·right / (support + predicted); 0 where both are 0.</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Right / (Support + Predicted);
}
