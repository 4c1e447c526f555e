namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Has a momentum that a scheduler may cycle.</summary>
        public interface IMomentum
        {
            /// <summary>Share of the last step that is kept.</summary>
            double Momentum { get; set; }
        }
    }
}
