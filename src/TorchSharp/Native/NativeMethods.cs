using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Native;

/// <summary>What torch_native.cpp and its parts export, one to one.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "moetorch";

    // Operators
    [LibraryImport(Library)] internal static partial byte* mt_error();
    [LibraryImport(Library)] internal static partial byte* mt_version();
    [LibraryImport(Library)] internal static partial nint mt_operator(byte* name, byte* overload);
    [LibraryImport(Library)] internal static partial int mt_call(nint op, NativeValue* arguments, long count, NativeValue* results, long capacity);
    [LibraryImport(Library)] internal static partial int mt_call_in_place(nint op, NativeValue* arguments, long count);
    [LibraryImport(Library)] internal static partial void mt_free_list(NativeValue* list);
    [LibraryImport(Library)] internal static partial nint mt_unary(nint op, nint self, long* bytes);
    [LibraryImport(Library)] internal static partial nint mt_binary(nint op, nint left, nint right, long* bytes);
    [LibraryImport(Library)] internal static partial nint mt_with_number(nint op, nint left, long tag, long bits, long* bytes);
    [LibraryImport(Library)] internal static partial nint mt_number_with(nint op, long tag, long bits, nint right, long* bytes);
    [LibraryImport(Library)] internal static partial nint mt_with_scalar(nint op, nint self, long tag, long bits, long* bytes);
    [LibraryImport(Library)] internal static partial int mt_unary_in_place(nint op, nint self);
    [LibraryImport(Library)] internal static partial int mt_binary_in_place(nint op, nint self, nint other);
    [LibraryImport(Library)] internal static partial int mt_with_number_in_place(nint op, nint self, long tag, long bits);

    // Tensors
    [LibraryImport(Library)] internal static partial void mt_free(nint tensor);
    [LibraryImport(Library)] internal static partial nint mt_alias(nint tensor);
    [LibraryImport(Library)] internal static partial nint mt_from_memory(void* data, long* sizes, long rank, int dtype, delegate* unmanaged<nint, void> release, nint context, long* bytes);
    [LibraryImport(Library)] internal static partial void* mt_data(nint tensor);
    [LibraryImport(Library)] internal static partial long mt_dim(nint tensor);
    [LibraryImport(Library)] internal static partial long mt_numel(nint tensor);
    [LibraryImport(Library)] internal static partial long mt_element_size(nint tensor);
    [LibraryImport(Library)] internal static partial long mt_storage_offset(nint tensor);
    [LibraryImport(Library)] internal static partial long mt_sizes(nint tensor, long* sizes, long capacity);
    [LibraryImport(Library)] internal static partial long mt_strides(nint tensor, long* strides, long capacity);
    [LibraryImport(Library)] internal static partial int mt_dtype(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_device_type(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_device_index(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_is_contiguous(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_is_sparse(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_same(nint left, nint right);
    [LibraryImport(Library)] internal static partial int mt_save(nint tensor, byte* file);
    [LibraryImport(Library)] internal static partial nint mt_load(byte* file, long* bytes);

    // Autograd
    [LibraryImport(Library)] internal static partial int mt_requires_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_set_requires_grad(nint tensor, int required);
    [LibraryImport(Library)] internal static partial int mt_is_leaf(nint tensor);
    [LibraryImport(Library)] internal static partial int mt_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial nint mt_grad(nint tensor, long* bytes);
    [LibraryImport(Library)] internal static partial int mt_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] internal static partial int mt_backward(nint* tensors, long count, nint* grads, long gradCount, int retainGraph, int createGraph, nint* inputs, long inputCount);
    [LibraryImport(Library)] internal static partial int mt_autograd_grad(nint* outputs, long count, nint* inputs, long inputCount, nint* grads, long gradCount, int retainGraph, int createGraph, int allowUnused, NativeValue* results);
    [LibraryImport(Library)] internal static partial int mt_grad_mode();
    [LibraryImport(Library)] internal static partial void mt_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial int mt_inference_mode();
    [LibraryImport(Library)] internal static partial nint mt_enter_inference_mode(int enabled);
    [LibraryImport(Library)] internal static partial void mt_leave_inference_mode(nint guard);
    [LibraryImport(Library)] internal static partial int mt_anomaly_mode();
    [LibraryImport(Library)] internal static partial void mt_set_anomaly_mode(int enabled, int checkNan);
    [LibraryImport(Library)] internal static partial float* mt_dense_floats(nint tensor, long* count);

    // Random numbers
    [LibraryImport(Library)] internal static partial nint mt_generator(int deviceType, int deviceIndex, ulong seed);
    [LibraryImport(Library)] internal static partial nint mt_default_generator(int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void mt_free_generator(nint generator);
    [LibraryImport(Library)] internal static partial void mt_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong mt_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial ulong mt_generator_new_seed(nint generator);
    [LibraryImport(Library)] internal static partial nint mt_generator_state(nint generator, long* bytes);
    [LibraryImport(Library)] internal static partial int mt_generator_set_state(nint generator, nint state);
    [LibraryImport(Library)] internal static partial int mt_manual_seed(ulong seed);

    // Devices and threads
    [LibraryImport(Library)] internal static partial int mt_load_cuda();
    [LibraryImport(Library)] internal static partial int mt_cuda_count();
    [LibraryImport(Library)] internal static partial int mt_cuda_has_cudnn();
    [LibraryImport(Library)] internal static partial int mt_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial int mt_cuda_seed(ulong seed, int index);
    [LibraryImport(Library)] internal static partial int mt_threads();
    [LibraryImport(Library)] internal static partial int mt_set_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_interop_threads();
    [LibraryImport(Library)] internal static partial int mt_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_set_default_dtype(int dtype);
}
