using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Kept(NativeMethods.mt_requires_grad(Handle)) != 0;
            set
            {
                if (Kept(NativeMethods.mt_set_requires_grad(Handle, value ? 1 : 0)) < 0) NativeFailure.Throw("requires_grad_", this);
            }
        }

        public bool is_leaf => Kept(NativeMethods.mt_is_leaf(Handle)) != 0;

        /// <summary>The gradient that backward has left here, or null.</summary>
        public Tensor? grad
        {
            get
            {
                long bytes;
                var found = Kept(NativeMethods.mt_grad(Handle, &bytes));
                return found == 0 ? null : new Tensor(found, bytes);
            }
            set
            {
                if (Kept(NativeMethods.mt_set_grad(Handle, value?.Handle ?? 0)) < 0) NativeFailure.Throw("grad", this, value);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Keeps the gradient of a tensor that is no leaf.</summary>
        public void retain_grad()
        {
            if (Kept(NativeMethods.mt_retain_grad(Handle)) < 0) NativeFailure.Throw("retain_grad", this);
        }

        /// <summary>Adds the gradients of this scalar to the leaves that it was computed from.</summary>
        public void backward()
        {
            var handle = Handle;
            if (NativeMethods.mt_backward(&handle, 1, null, 0, 0, 0, null, 0) < 0) NativeFailure.Throw("backward", this);
            GC.KeepAlive(this);
        }

        /// <inheritdoc cref="backward()"/>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same values without their history; shares memory.</summary>
        public Tensor detach() => Aten.Call("detach", this);

        public Tensor detach_() => Aten.InPlace("detach_", this);
    }
}
