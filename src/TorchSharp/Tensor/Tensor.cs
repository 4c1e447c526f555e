using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch: native memory, freed by <see cref="Dispose()"/>, by its dispose scope, or at last by the finalizer.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        private readonly long _bytes;
        private nint _handle;

        /// <param name="handle">An at::Tensor*, owned from here on.</param>
        /// <param name="bytes">The storage that it alone keeps alive, as far as known.</param>
        internal Tensor(nint handle, long bytes = 0)
        {
            _handle = handle;
            _bytes = bytes;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > s_peakCount) s_peakCount = count;
            if (bytes != 0) NativeMemoryPressure.Add(bytes);
            DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors that managed code holds, in the whole process. Several may alias one storage.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        /// <summary>The most that <see cref="TotalCount"/> has been.</summary>
        public static long PeakCount => s_peakCount;

        /// <summary>A name for debugging; no operator looks at it.</summary>
        public string? name { get; set; }

        /// <summary>Whether the tensor has been disposed.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The at::Tensor*.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public nint Handle => _handle != 0 ? _handle : throw Disposed();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Where the owning scope keeps it.</summary>
        internal int PlaceInScope { get; set; }

        /// <summary>Makes a tensor of an at::Tensor* that another part of the process hands over.</summary>
        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>Lets go of the native tensor without freeing it; the caller owns it.</summary>
        public nint DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0) throw Disposed();
            Forget();
            return handle;
        }

        /// <summary>Hands it to the scope around its own; where there is none, detaches it.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes it out of its scope: nothing disposes it any more but its owner.</summary>
        /// <returns>This tensor.</returns>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands it to another scope; without one, detaches it.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        /// <summary>Hands it to the scope of another tensor.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Frees the native tensor at once. Doing it again changes nothing.</summary>
        public void Dispose()
        {
            if (_handle != 0)
            {
                if (OwningDisposeScope is { } scope) scope.MarkAsDisposed(this);
                else DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics.DisposedOutsideScope();
            }
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public bool Equals(Tensor target)
        {
            if (target is null) return false;
            return ReferenceEquals(this, target) || Aten.CallBool("equal", this, target);
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Frees the native tensor; called by <see cref="Dispose()"/> and by the finalizer.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0) return;
            Forget();
            NativeMethods.mt_free(handle);
        }

        /// <summary>Frees it on behalf of a scope, which does the counting.</summary>
        internal void DisposeUncounted()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        private static InvalidOperationException Disposed() => new("Tensor invalid -- empty handle. It has been disposed, by its owner or with its dispose scope.");

        private void Forget()
        {
            Interlocked.Decrement(ref s_totalCount);
            if (_bytes != 0) NativeMemoryPressure.Remove(_bytes);
        }
    }
}
