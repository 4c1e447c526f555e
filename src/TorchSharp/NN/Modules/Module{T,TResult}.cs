namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of modules whose forward takes one argument.</summary>
        /// <typeparam name="T">Type of the input.</typeparam>
        /// <typeparam name="TResult">Type of the result.</typeparam>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <inheritdoc cref="Module(string)"/>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result; hooks do not run.</summary>
            public abstract TResult forward(T input);

            /// <summary>Computes the result through <c>forward</c>, running the registered hooks around it.</summary>
            public TResult call(T input)
            {
                if (!HasHooks)
                    return forward(input);

                RunPreHooks();
                foreach (var hook in pre_hooks.Values)
                    input = hook(this, input) ?? input;
                var result = forward(input);
                foreach (var hook in post_hooks.Values)
                    result = hook(this, input, result) ?? result;
                RunPostHooks();
                return result;
            }
        }
    }
}
