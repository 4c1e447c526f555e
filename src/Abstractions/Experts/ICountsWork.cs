using MoECollab.Inputs;

namespace MoECollab.Experts;

/// <summary>A component whose work depends on the input, such as one with features of its own.</summary>
public interface ICountsWork
{
    /// <summary>Multiply-adds for this input; an embedding look-up counts one add per dimension.</summary>
    /// <param name="input">The input.</param>
    long MultiplyAdds(RawInput input);
}
