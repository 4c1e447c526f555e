namespace TorchSharp.Modules;

/// <summary>Where weight decay enters a step.</summary>
internal enum WeightDecay
{
    /// <summary>λθ is added to the gradient, and so passes through the means.</summary>
    InGradient,

    /// <summary>θ shrinks by ηλθ, beside the step.</summary>
    Decoupled,
}
