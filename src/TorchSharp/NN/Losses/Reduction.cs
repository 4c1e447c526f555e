namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How the losses of a batch become one number.</summary>
        public enum Reduction
        {
            /// <summary>No reduction: one loss per element.</summary>
            None = 0,

            /// <summary>The mean over the batch.</summary>
            Mean = 1,

            /// <summary>The sum over the batch.</summary>
            Sum = 2,
        }
    }
}
