using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer
        {
            /// <summary>Settings of each group and state of each parameter, in the order of the groups.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>Settings, one per group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>State, one per parameter.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, where its parameters are in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}
