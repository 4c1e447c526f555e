using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Gradients of whole expressions.</summary>
    public static partial class autograd
    {
        /// <summary>The gradients of the outputs' weighted sum with respect to the inputs.</summary>
        /// <returns>One tensor for each input; null where an unused one is allowed.</returns>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var results = new NativeValue[inputs.Count];
            fixed (nint* outs = Handles(outputs), ins = Handles(inputs), grads = Handles(grad_outputs))
            fixed (NativeValue* found = results)
            {
                var status = NativeMethods.mt_autograd_grad(
                    outs, outputs.Count, ins, inputs.Count, grads, grad_outputs?.Count ?? 0,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, found);
                if (status < 0) NativeFailure.Throw("autograd.grad", [.. outputs, .. inputs]);
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, result => result.ToTensor()!);
        }

        /// <summary>Adds the gradients of the tensors' weighted sum to the leaves that they were computed from.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            fixed (nint* roots = Handles(tensors), grads = Handles(grad_tensors), ins = Handles(inputs))
            {
                var status = NativeMethods.mt_backward(
                    roots, tensors.Count, grads, grad_tensors?.Count ?? 0,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, ins, inputs?.Count ?? 0);
                if (status < 0) NativeFailure.Throw("backward", [.. tensors]);
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Makes backward name the forward operator behind a failure, until disposed.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static nint[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor?.Handle ?? 0)];
    }
}
