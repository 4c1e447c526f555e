namespace MoECollab.Training.Gates;

/// <summary>What a gate learns from: inputs with encodings, and what the frozen experts gave to their labels.</summary>
internal sealed record GatePool(PooledInputs Examples, Likelihoods Likelihoods, PooledInputs Validation, Likelihoods ValidationLikelihoods) : IDisposable
{
    public void Dispose()
    {
        Examples.Dispose();
        Validation.Dispose();
    }
}
