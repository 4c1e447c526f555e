namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module that lets others watch or change what goes through <c>call</c>.</summary>
        /// <typeparam name="TPreHook">Function run before forward.</typeparam>
        /// <typeparam name="TPostHook">Function run after forward.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>Functions that may replace the inputs, by key.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>Functions that may replace the result, by key.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>Actions before forward, by key.</summary>
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];

            /// <summary>Actions after forward, by key.</summary>
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            private int _hooksRegistered;

            /// <inheritdoc cref="Module(string)"/>
            protected HookableModule(string name)
                : base(name)
            {
            }

            private protected bool HasHooks => _hooksRegistered != 0;

            /// <summary>Registers a function that runs after forward and may replace the result.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Register(post_hooks, hook);

            /// <summary>Registers an action that runs after forward.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Register(module_post_hooks, hook);

            /// <summary>Registers a function that runs before forward and may replace the inputs.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(pre_hooks, hook);

            /// <summary>Registers an action that runs before forward.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(module_pre_hooks, hook);

            private protected void RunPreHooks()
            {
                foreach (var hook in module_pre_hooks.Values)
                    hook(this);
            }

            private protected void RunPostHooks()
            {
                foreach (var hook in module_post_hooks.Values)
                    hook(this);
            }

            private HookRemover Register<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                _hooksRegistered++;
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                if (pre_hooks.Remove(key) | post_hooks.Remove(key) | module_pre_hooks.Remove(key) | module_post_hooks.Remove(key))
                    _hooksRegistered--;
            }

            /// <summary>Takes one registered hook back.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                /// <summary>A remover of one hook of one module.</summary>
                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key) => (_module, _key) = (module, key);

                /// <summary>Removes the hook; the second call does nothing.</summary>
                public void remove() => _module.Remove(_key);
            }
        }
    }
}
