namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that can be called with four arguments.</summary>
        /// <typeparam name="T1">Type of input 1.</typeparam>
        /// <typeparam name="T2">Type of input 2.</typeparam>
        /// <typeparam name="T3">Type of input 3.</typeparam>
        /// <typeparam name="T4">Type of input 4.</typeparam>
        /// <typeparam name="TResult">Type of the result.</typeparam>
        public interface IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>Computes the result, running the registered hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }
    }
}
