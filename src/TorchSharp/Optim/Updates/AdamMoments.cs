using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam remembers about one parameter.</summary>
/// <param name="Step">Steps made, this one included.</param>
/// <param name="Mean">Decaying mean of the gradient.</param>
/// <param name="Square">Decaying mean of its square.</param>
/// <param name="Largest">The largest of those squares, or null.</param>
internal readonly record struct AdamMoments(long Step, Tensor Mean, Tensor Square, Tensor? Largest);
