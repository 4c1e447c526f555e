namespace MoECollab.Gating.Numerics.Stacks;

/// <summary>
/// A built-in kind whose answers are one map of the hidden vector, so that a mixture on a device can lay its experts on one stack and run them in a few operators, however many they are.
/// Nobody outside the built-in kinds implements it; the mixture finds it by itself. Calls may overlap.
/// </summary>
internal interface IStackable
{
    /// <summary>The map, as the weights are now.</summary>
    StackForm Form();

    /// <summary>Grows whenever the weights may have changed.</summary>
    long Changes { get; }

    /// <summary>Told before answers that a stack gave in the expert's stead are used. What it throws is the expert's fault, as if it had been called.</summary>
    /// <param name="began">When the stack was asked (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
    /// <param name="rows">How many inputs.</param>
    void Answered(long began, int rows)
    {
    }
}
