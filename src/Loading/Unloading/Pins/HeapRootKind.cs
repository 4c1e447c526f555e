namespace MoECollab.Loading.Unloading.Pins;

/// <summary>What holds an object from outside of the heap.</summary>
internal enum HeapRootKind
{
    /// <summary>A handle of the runtime: static fields live behind such handles.</summary>
    Handle,

    /// <summary>A frame of a running thread.</summary>
    Stack,

    /// <summary>An object that waits for its finalizer.</summary>
    Finalizer,

    /// <summary>Something else that the runtime holds.</summary>
    Other,
}
