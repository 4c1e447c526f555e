namespace MoECollab.Training.Gates.Trial;

/// <summary>One way of choosing experts, run over the validation rows.</summary>
/// <param name="Name">For people.</param>
/// <param name="Right">Whether each row's answer is right.</param>
/// <param name="MultiplyAdds">Counted per input.</param>
internal sealed record Contestant(string Name, bool[] Right, double MultiplyAdds)
{
    public double Accuracy => Right.Length == 0 ? 0 : (double)Right.Count(right => right) / Right.Length;
}
