namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Has two decay rates, of which a scheduler may cycle the first.</summary>
        public interface IBetas
        {
            /// <summary>Decay rates of the gradient and of its square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
