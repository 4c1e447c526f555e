// The native half of the tensor runtime: everything that managed code cannot say to libtorch by itself.
//
// Operators are not wrapped one by one. They are found by their schema name ("add.Tensor") in libtorch's own
// dispatcher and called with a tagged argument array, so one source serves every libtorch from 1.13 to 2.x and a new
// operator needs no line here. A tensor handle is an at::Tensor*, owned by whoever received it.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/serialize/input-archive.h>
#include <torch/serialize/output-archive.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <malloc.h>
#include <memory>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

enum Tag : int64_t {
    None, Tensor, Int, Double, Bool, IntList, TensorList, Device, String, Generator, DoubleList, Complex, Missing
};

// One argument or result. Lists and strings carry their length in n, a device its index, a complex its imaginary part,
// a returned tensor the bytes that it alone keeps alive.
struct Value {
    int64_t tag;
    union { int64_t i; double d; void* p; };
    union { int64_t n; double imaginary; };
};

enum class Element { Plain, Float, OptionalTensor };

using Unary = at::Tensor(const at::Tensor&);
using Binary = at::Tensor(const at::Tensor&, const at::Tensor&);
using BinaryAlpha = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&);
using WithScalar = at::Tensor(const at::Tensor&, const at::Scalar&);
using UnaryInPlace = at::Tensor&(at::Tensor&);
using BinaryInPlace = at::Tensor&(at::Tensor&, const at::Tensor&);
using BinaryAlphaInPlace = at::Tensor&(at::Tensor&, const at::Tensor&, const at::Scalar&);

template <class Signature>
using Typed = std::unique_ptr<c10::TypedOperatorHandle<Signature>>;

// An operator found once: its schema's defaults and, where its C++ signature is one of the hot shapes, the unboxed call.
struct Operator {
    explicit Operator(c10::OperatorHandle found) : handle(std::move(found)) {
        for (const auto& argument : handle.schema().arguments()) {
            defaults.push_back(argument.default_value() ? *argument.default_value() : c10::IValue());
            elements.push_back(element_of(argument.type()));
        }
        find(unary, "T"); find(binary, "TT"); find(binary_alpha, "TTS"); find(with_scalar, "TS");
        find(unary_in_place, "T"); find(binary_in_place, "TT"); find(binary_alpha_in_place, "TTS");
    }

    c10::OperatorHandle handle;
    std::vector<c10::IValue> defaults;
    std::vector<Element> elements;
    Typed<Unary> unary;
    Typed<Binary> binary;
    Typed<BinaryAlpha> binary_alpha;
    Typed<WithScalar> with_scalar;
    Typed<UnaryInPlace> unary_in_place;
    Typed<BinaryInPlace> binary_in_place;
    Typed<BinaryAlphaInPlace> binary_alpha_in_place;

private:
    static Element element_of(c10::TypePtr type) {
        if (type->kind() == c10::TypeKind::OptionalType) type = type->castRaw<c10::OptionalType>()->getElementType();
        if (type->kind() == c10::TypeKind::FloatType) return Element::Float;
        if (type->kind() != c10::TypeKind::ListType) return Element::Plain;
        auto inner = type->castRaw<c10::ListType>()->getElementType();
        if (inner->kind() == c10::TypeKind::FloatType) return Element::Float;
        return inner->kind() == c10::TypeKind::OptionalType ? Element::OptionalTensor : Element::Plain;
    }

    // The shape is the schema's arguments, T a tensor and S a number. typed() refuses a C++ signature other than the
    // operator's own: that answer is all we ask.
    template <class Signature>
    void find(Typed<Signature>& typed, const char* shape) {
        const auto& schema = handle.schema();
        if (schema.returns().size() != 1 || schema.arguments().size() != std::strlen(shape)) return;
        for (size_t i = 0; i < schema.arguments().size(); i++) {
            auto expected = shape[i] == 'T' ? c10::TypeKind::TensorType : c10::TypeKind::NumberType;
            if (schema.arguments()[i].type()->kind() != expected) return;
        }
        try {
            typed = std::make_unique<c10::TypedOperatorHandle<Signature>>(handle.typed<Signature>());
        } catch (const std::exception&) {
            typed = nullptr;
        }
    }
};

thread_local std::string last_error;

void remember(const char* message) {
    last_error = message;
    auto end = last_error.find('\n');
    if (end != std::string::npos) last_error.resize(end);
}

template <class Result, class Body>
Result guarded(Result failure, Body body) {
    try {
        return body();
    } catch (const c10::Error& error) {
        remember(error.what_without_backtrace());
    } catch (const std::exception& error) {
        remember(error.what());
    } catch (...) {
        remember("libtorch threw something that is no std::exception");
    }
    return failure;
}

// A view keeps no bytes of its own, and small tensors are not worth a look.
constexpr int64_t worth_counting = 4096;

int64_t own_bytes(const at::Tensor& tensor) {
    if (!tensor.defined() || !tensor.has_storage()) return 0;
    auto bytes = static_cast<int64_t>(tensor.storage().nbytes());
    return bytes < worth_counting || tensor.is_view() ? 0 : bytes;
}

at::Tensor* hand_over(at::Tensor tensor, int64_t* bytes) {
    *bytes = own_bytes(tensor);
    return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr;
}

c10::IValue tensors_of(const Value& value, Element element) {
    auto handles = static_cast<at::Tensor**>(value.p);
    if (element == Element::OptionalTensor) {
        c10::impl::GenericList list(c10::OptionalType::create(c10::TensorType::get()));
        list.reserve(value.n);
        for (int64_t i = 0; i < value.n; i++) list.push_back(handles[i] ? c10::IValue(*handles[i]) : c10::IValue());
        return list;
    }
    c10::List<at::Tensor> list;
    list.reserve(value.n);
    for (int64_t i = 0; i < value.n; i++) list.push_back(handles[i] ? *handles[i] : at::Tensor());
    return list;
}

c10::IValue unpack(const Value& value, Element element, const c10::IValue& fallback) {
    switch (value.tag) {
        case Tensor: return *static_cast<at::Tensor*>(value.p);
        case Int: return element == Element::Float ? c10::IValue(static_cast<double>(value.i)) : c10::IValue(value.i);
        case Double: return value.d;
        case Bool: return value.i != 0;
        case Complex: return c10::complex<double>(value.d, value.imaginary);
        case IntList: {
            auto items = static_cast<int64_t*>(value.p);
            if (element == Element::Float) return std::vector<double>(items, items + value.n);
            return std::vector<int64_t>(items, items + value.n);
        }
        case DoubleList: {
            auto items = static_cast<double*>(value.p);
            return std::vector<double>(items, items + value.n);
        }
        case TensorList: return tensors_of(value, element);
        case Device: return c10::Device(static_cast<c10::DeviceType>(value.i), static_cast<c10::DeviceIndex>(value.n));
        case String: return std::string(static_cast<char*>(value.p), value.n);
        case Generator: return *static_cast<at::Generator*>(value.p);
        case Missing: return fallback;
        default: return c10::IValue();
    }
}

Value pack(c10::IValue& value) {
    Value packed{None, {0}, {0}};
    if (value.isTensor()) {
        packed.tag = Tensor;
        packed.p = hand_over(std::move(value).toTensor(), &packed.n);
    } else if (value.isTensorList()) {
        auto list = value.toTensorVector();
        auto handles = static_cast<Value*>(std::malloc(sizeof(Value) * (list.size() + 1)));
        for (size_t i = 0; i < list.size(); i++) {
            handles[i].tag = Tensor;
            handles[i].p = hand_over(std::move(list[i]), &handles[i].n);
        }
        packed.tag = TensorList;
        packed.p = handles;
        packed.n = static_cast<int64_t>(list.size());
    } else if (value.isDouble()) {
        packed.tag = Double;
        packed.d = value.toDouble();
    } else if (value.isInt()) {
        packed.tag = Int;
        packed.i = value.toInt();
    } else if (value.isBool()) {
        packed.tag = Bool;
        packed.i = value.toBool();
    }
    return packed;
}

torch::jit::Stack call(const Operator& op, const Value* arguments, int64_t count) {
    TORCH_CHECK(count <= static_cast<int64_t>(op.defaults.size()), "takes ", op.defaults.size(), " arguments, got ", count);
    torch::jit::Stack stack;
    stack.reserve(op.defaults.size());
    for (int64_t i = 0; i < count; i++) stack.push_back(unpack(arguments[i], op.elements[i], op.defaults[i]));
    for (size_t i = count; i < op.defaults.size(); i++) stack.push_back(op.defaults[i]);
    op.handle.callBoxed(&stack);
    return stack;
}

at::Tensor call_boxed(const Operator& op, std::initializer_list<c10::IValue> arguments) {
    torch::jit::Stack stack(arguments);
    for (size_t i = stack.size(); i < op.defaults.size(); i++) stack.push_back(op.defaults[i]);
    op.handle.callBoxed(&stack);
    return std::move(stack.at(0)).toTensor();
}

const at::Scalar one(1);

at::Tensor call_binary(const Operator& op, const at::Tensor& left, const at::Tensor& right) {
    if (op.binary) return op.binary->call(left, right);
    if (op.binary_alpha) return op.binary_alpha->call(left, right, one);
    return call_boxed(op, {left, right});
}

void call_binary_in_place(const Operator& op, at::Tensor& self, const at::Tensor& other) {
    if (op.binary_in_place) op.binary_in_place->call(self, other);
    else if (op.binary_alpha_in_place) op.binary_alpha_in_place->call(self, other, one);
    else call_boxed(op, {self, other});
}

// A number as an operand: a 0-dim tensor marked as a wrapped number, so that type promotion treats it as a number. Kept
// for the next call, because building it costs more than the operator. For float32 and float64 it is held in the
// tensor's own type, which libtorch would otherwise convert to in every call; the result is the same.
struct WrappedNumber {
    int64_t tag = None;
    int64_t bits = 0;
    c10::ScalarType dtype = c10::ScalarType::Undefined;
    at::Tensor tensor;
};

at::Scalar scalar_of(int64_t tag, int64_t bits) {
    if (tag == Int) return at::Scalar(bits);
    if (tag == Bool) return at::Scalar(bits != 0);
    double number;
    std::memcpy(&number, &bits, sizeof number);
    return at::Scalar(number);
}

const at::Tensor& wrapped(int64_t tag, int64_t bits, c10::ScalarType operand) {
    static thread_local WrappedNumber kept[16];
    auto own = operand == c10::ScalarType::Float || operand == c10::ScalarType::Double;
    auto dtype = own ? operand
        : tag == Int ? c10::ScalarType::Long
        : tag == Bool ? c10::ScalarType::Bool : c10::ScalarType::Double;
    auto hash = (static_cast<uint64_t>(bits) * 0x9E3779B97F4A7C15ull) >> 58;
    auto& entry = kept[(hash ^ static_cast<uint64_t>(tag) ^ static_cast<uint64_t>(dtype)) & 15];
    if (entry.tag != tag || entry.bits != bits || entry.dtype != dtype) {
        // Made outside inference mode whatever the caller's mode: a kept tensor must stay fit for autograd.
        c10::InferenceMode normal(false);
        entry.tensor = at::scalar_tensor(scalar_of(tag, bits), at::TensorOptions().dtype(dtype).device(at::kCPU));
        entry.tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
        entry.tag = tag;
        entry.bits = bits;
        entry.dtype = dtype;
    }
    return entry.tensor;
}

std::vector<at::Tensor> vector_of(at::Tensor** handles, int64_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; i++) tensors.push_back(handles[i] ? *handles[i] : at::Tensor());
    return tensors;
}

// The hook that counts CUDA devices was renamed on the way through 2.x.
template <class Hooks>
auto count_devices(const Hooks& hooks, int) -> decltype(static_cast<int32_t>(hooks.deviceCount())) {
    return static_cast<int32_t>(hooks.deviceCount());
}

template <class Hooks>
auto count_devices(const Hooks& hooks, long) -> decltype(static_cast<int32_t>(hooks.getNumGPUs())) {
    return static_cast<int32_t>(hooks.getNumGPUs());
}

// libtorch frees and asks again for the same large blocks in every step; glibc would map and zero them anew each time.
__attribute__((constructor)) void keep_large_blocks() {
    if (std::getenv("MALLOC_TRIM_THRESHOLD_") || std::getenv("MALLOC_MMAP_THRESHOLD_")) return;
    // Older glibc refuses more than 32 MiB.
    if (!mallopt(M_MMAP_THRESHOLD, 128 << 20)) mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 160 << 20);
}

}  // namespace

EXPORT const char* mt_error() { return last_error.c_str(); }

EXPORT const char* mt_version() { return TORCH_VERSION; }

// The folder of the libtorch that this was compiled against.
EXPORT const char* mt_libraries() { return MT_LIBRARIES; }

// ---- Operators

EXPORT Operator* mt_operator(const char* name, const char* overload) {
    return guarded<Operator*>(nullptr, [&] {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(found, "this libtorch (", TORCH_VERSION, ") has no operator of this name");
        return new Operator(*found);
    });
}

EXPORT int32_t mt_call(Operator* op, const Value* arguments, int64_t count, Value* results, int64_t capacity) {
    return guarded<int32_t>(-1, [&] {
        auto stack = call(*op, arguments, count);
        TORCH_CHECK(static_cast<int64_t>(stack.size()) <= capacity, "returns ", stack.size(), " results, room for ", capacity);
        for (size_t i = 0; i < stack.size(); i++) results[i] = pack(stack[i]);
        return static_cast<int32_t>(stack.size());
    });
}

EXPORT int32_t mt_call_in_place(Operator* op, const Value* arguments, int64_t count) {
    return guarded<int32_t>(-1, [&] { call(*op, arguments, count); return 0; });
}

EXPORT void mt_free_list(Value* list) { std::free(list); }

EXPORT at::Tensor* mt_unary(Operator* op, const at::Tensor* self, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        return hand_over(op->unary ? op->unary->call(*self) : call_boxed(*op, {*self}), bytes);
    });
}

EXPORT at::Tensor* mt_binary(Operator* op, const at::Tensor* left, const at::Tensor* right, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] { return hand_over(call_binary(*op, *left, *right), bytes); });
}

EXPORT at::Tensor* mt_with_number(Operator* op, const at::Tensor* left, int64_t tag, int64_t bits, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        return hand_over(call_binary(*op, *left, wrapped(tag, bits, left->scalar_type())), bytes);
    });
}

EXPORT at::Tensor* mt_number_with(Operator* op, int64_t tag, int64_t bits, const at::Tensor* right, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        return hand_over(call_binary(*op, wrapped(tag, bits, right->scalar_type()), *right), bytes);
    });
}

EXPORT at::Tensor* mt_with_scalar(Operator* op, const at::Tensor* self, int64_t tag, int64_t bits, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        auto scalar = scalar_of(tag, bits);
        return hand_over(op->with_scalar ? op->with_scalar->call(*self, scalar) : call_boxed(*op, {*self, scalar}), bytes);
    });
}

EXPORT int32_t mt_unary_in_place(Operator* op, at::Tensor* self) {
    return guarded<int32_t>(-1, [&] {
        if (op->unary_in_place) op->unary_in_place->call(*self);
        else call_boxed(*op, {*self});
        return 0;
    });
}

EXPORT int32_t mt_binary_in_place(Operator* op, at::Tensor* self, const at::Tensor* other) {
    return guarded<int32_t>(-1, [&] { call_binary_in_place(*op, *self, *other); return 0; });
}

EXPORT int32_t mt_with_number_in_place(Operator* op, at::Tensor* self, int64_t tag, int64_t bits) {
    return guarded<int32_t>(-1, [&] {
        call_binary_in_place(*op, *self, wrapped(tag, bits, self->scalar_type()));
        return 0;
    });
}

// ---- Tensors

EXPORT void mt_free(at::Tensor* tensor) { delete tensor; }

EXPORT at::Tensor* mt_alias(const at::Tensor* tensor) { return new at::Tensor(*tensor); }

// The tensor shares the memory until `release(context)` is called, or copies it when there is no release.
EXPORT at::Tensor* mt_from_memory(void* data, const int64_t* sizes, int64_t rank, int32_t dtype, void (*release)(void*),
                                  void* context, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
        at::IntArrayRef shape(sizes, rank);
        if (release) return hand_over(at::from_blob(data, shape, [=](void*) { release(context); }, options), bytes);
        auto tensor = at::empty(shape, options);
        std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
        return hand_over(std::move(tensor), bytes);
    });
}

EXPORT void* mt_data(const at::Tensor* tensor) { return guarded<void*>(nullptr, [&] { return tensor->data_ptr(); }); }

EXPORT int64_t mt_dim(const at::Tensor* tensor) { return tensor->dim(); }

EXPORT int64_t mt_numel(const at::Tensor* tensor) { return tensor->numel(); }

EXPORT int64_t mt_element_size(const at::Tensor* tensor) { return static_cast<int64_t>(tensor->element_size()); }

EXPORT int64_t mt_storage_offset(const at::Tensor* tensor) { return tensor->storage_offset(); }

// Writes at most `capacity` numbers and returns the rank.
EXPORT int64_t mt_sizes(const at::Tensor* tensor, int64_t* sizes, int64_t capacity) {
    auto shape = tensor->sizes();
    std::memcpy(sizes, shape.data(), sizeof(int64_t) * std::min<int64_t>(capacity, shape.size()));
    return static_cast<int64_t>(shape.size());
}

EXPORT int64_t mt_strides(const at::Tensor* tensor, int64_t* strides, int64_t capacity) {
    return guarded<int64_t>(-1, [&] {
        auto shape = tensor->strides();
        std::memcpy(strides, shape.data(), sizeof(int64_t) * std::min<int64_t>(capacity, shape.size()));
        return static_cast<int64_t>(shape.size());
    });
}

EXPORT int32_t mt_dtype(const at::Tensor* tensor) { return static_cast<int32_t>(tensor->scalar_type()); }

EXPORT int32_t mt_device_type(const at::Tensor* tensor) { return static_cast<int32_t>(tensor->device().type()); }

EXPORT int32_t mt_device_index(const at::Tensor* tensor) { return tensor->device().index(); }

EXPORT int32_t mt_is_contiguous(const at::Tensor* tensor) { return tensor->is_contiguous(); }

EXPORT int32_t mt_is_sparse(const at::Tensor* tensor) { return tensor->is_sparse(); }

EXPORT int32_t mt_same(const at::Tensor* left, const at::Tensor* right) { return left->is_same(*right); }

// The archive that torch::save writes: a TorchScript module whose only tensor is named "0".
EXPORT int32_t mt_save(const at::Tensor* tensor, const char* file) {
    return guarded<int32_t>(-1, [&] {
        torch::serialize::OutputArchive archive(std::make_shared<torch::jit::CompilationUnit>());
        archive.write("0", *tensor);
        archive.save_to(std::string(file));
        return 0;
    });
}

EXPORT at::Tensor* mt_load(const char* file, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        torch::serialize::InputArchive archive;
        archive.load_from(std::string(file));
        at::Tensor tensor;
        archive.read("0", tensor);
        return hand_over(std::move(tensor), bytes);
    });
}

// ---- Autograd

EXPORT int32_t mt_requires_grad(const at::Tensor* tensor) { return tensor->requires_grad(); }

EXPORT int32_t mt_set_requires_grad(at::Tensor* tensor, int32_t required) {
    return guarded<int32_t>(-1, [&] { tensor->set_requires_grad(required != 0); return 0; });
}

EXPORT int32_t mt_is_leaf(const at::Tensor* tensor) { return tensor->is_leaf(); }

EXPORT int32_t mt_retain_grad(at::Tensor* tensor) {
    return guarded<int32_t>(-1, [&] { tensor->retain_grad(); return 0; });
}

EXPORT at::Tensor* mt_grad(const at::Tensor* tensor, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] {
        const auto& grad = tensor->grad();
        *bytes = 0;
        return grad.defined() ? new at::Tensor(grad) : nullptr;
    });
}

EXPORT int32_t mt_set_grad(at::Tensor* tensor, const at::Tensor* grad) {
    return guarded<int32_t>(-1, [&] { tensor->mutable_grad() = grad ? *grad : at::Tensor(); return 0; });
}

EXPORT int32_t mt_backward(at::Tensor** tensors, int64_t count, at::Tensor** grads, int64_t grad_count,
                           int32_t retain_graph, int32_t create_graph, at::Tensor** inputs, int64_t input_count) {
    return guarded<int32_t>(-1, [&] {
        torch::autograd::backward(vector_of(tensors, count), vector_of(grads, grad_count), retain_graph != 0,
                                  create_graph != 0, vector_of(inputs, input_count));
        return 0;
    });
}

// Writes one handle, or null, for each input.
EXPORT int32_t mt_autograd_grad(at::Tensor** outputs, int64_t count, at::Tensor** inputs, int64_t input_count,
                                at::Tensor** grads, int64_t grad_count, int32_t retain_graph, int32_t create_graph,
                                int32_t allow_unused, Value* results) {
    return guarded<int32_t>(-1, [&] {
        auto found = torch::autograd::grad(vector_of(outputs, count), vector_of(inputs, input_count),
                                           vector_of(grads, grad_count), retain_graph != 0, create_graph != 0,
                                           allow_unused != 0);
        for (size_t i = 0; i < found.size(); i++) {
            results[i].tag = Tensor;
            results[i].p = hand_over(std::move(found[i]), &results[i].n);
        }
        return 0;
    });
}

EXPORT int32_t mt_grad_mode() { return c10::GradMode::is_enabled(); }

EXPORT void mt_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

EXPORT int32_t mt_inference_mode() { return c10::InferenceMode::is_enabled(); }

EXPORT c10::InferenceMode* mt_enter_inference_mode(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }

EXPORT void mt_leave_inference_mode(c10::InferenceMode* guard) { delete guard; }

EXPORT int32_t mt_anomaly_mode() {
    return (torch::autograd::AnomalyMode::is_enabled() ? 1 : 0) |
           (torch::autograd::AnomalyMode::should_check_nan() ? 2 : 0);
}

EXPORT void mt_set_anomaly_mode(int32_t enabled, int32_t check_nan) {
    torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}

// The memory of a tensor about to be changed, where it is contiguous float32 on the CPU; else null. Counts as an in-place
// operator does, so that backward notices a change of what it needs.
EXPORT float* mt_dense_floats(const at::Tensor* tensor, int64_t* count) {
    *count = 0;
    return guarded<float*>(nullptr, [&]() -> float* {
        if (tensor->layout() != at::kStrided || !tensor->device().is_cpu() || tensor->scalar_type() != at::kFloat ||
            !tensor->is_contiguous() || tensor->is_inference()) return nullptr;
        tensor->unsafeGetTensorImpl()->bump_version();
        *count = tensor->numel();
        return static_cast<float*>(tensor->data_ptr());
    });
}

// ---- Random numbers

EXPORT at::Generator* mt_generator(int32_t device_type, int32_t device_index, uint64_t seed) {
    return guarded<at::Generator*>(nullptr, [&] {
        c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        auto generator = at::globalContext().defaultGenerator(device).clone();
        generator.set_current_seed(seed);
        return new at::Generator(std::move(generator));
    });
}

EXPORT at::Generator* mt_default_generator(int32_t device_type, int32_t device_index) {
    return guarded<at::Generator*>(nullptr, [&] {
        c10::Device device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index));
        return new at::Generator(at::globalContext().defaultGenerator(device));
    });
}

EXPORT void mt_free_generator(at::Generator* generator) { delete generator; }

EXPORT void mt_generator_set_seed(at::Generator* generator, uint64_t seed) {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
}

EXPORT uint64_t mt_generator_seed(at::Generator* generator) { return generator->current_seed(); }

EXPORT uint64_t mt_generator_new_seed(at::Generator* generator) {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return generator->seed();
}

EXPORT at::Tensor* mt_generator_state(at::Generator* generator, int64_t* bytes) {
    return guarded<at::Tensor*>(nullptr, [&] { return hand_over(generator->get_state(), bytes); });
}

EXPORT int32_t mt_generator_set_state(at::Generator* generator, const at::Tensor* state) {
    return guarded<int32_t>(-1, [&] { generator->set_state(*state); return 0; });
}

EXPORT int32_t mt_manual_seed(uint64_t seed) {
    return guarded<int32_t>(-1, [&] { at::manual_seed(seed); return 0; });
}

// ---- Devices and threads

// A linker drops a library that nothing names, so the CUDA half is loaded by its name; what follows needs no CUDA header.
EXPORT int32_t mt_load_cuda() {
    static const bool loaded = dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) != nullptr;
    return loaded && guarded<int32_t>(0, [&] { return at::hasCUDA() ? 1 : 0; });
}

EXPORT int32_t mt_cuda_count() {
    return guarded<int32_t>(0, [&] { return at::hasCUDA() ? count_devices(at::detail::getCUDAHooks(), 0) : 0; });
}

EXPORT int32_t mt_cuda_has_cudnn() { return guarded<int32_t>(0, [&] { return at::globalContext().hasCuDNN() ? 1 : 0; }); }

EXPORT int32_t mt_cuda_synchronize(int32_t index) {
    return guarded<int32_t>(-1, [&] { at::detail::getCUDAHooks().deviceSynchronize(index); return 0; });
}

EXPORT int32_t mt_cuda_seed(uint64_t seed, int32_t index) {
    return guarded<int32_t>(-1, [&] {
        auto generator = at::globalContext().defaultGenerator(c10::Device(c10::DeviceType::CUDA, index));
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
        return 0;
    });
}

EXPORT int32_t mt_threads() { return at::get_num_threads(); }

EXPORT int32_t mt_set_threads(int32_t count) {
    return guarded<int32_t>(-1, [&] { at::set_num_threads(count); return 0; });
}

EXPORT int32_t mt_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }

EXPORT int32_t mt_set_interop_threads(int32_t count) {
    return guarded<int32_t>(-1, [&] { at::set_num_interop_threads(count); return 0; });
}

EXPORT int32_t mt_set_default_dtype(int32_t dtype) {
    return guarded<int32_t>(-1, [&] {
        c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype)));
        return 0;
    });
}

// The file that matrix products come from, or empty where libtorch brings its own (MKL, a static BLAS).
EXPORT const char* mt_blas() {
    static const std::string file = [] {
        if (at::hasMKL()) return std::string();
        Dl_info info;
        auto symbol = dlsym(RTLD_DEFAULT, "sgemm_");
        if (!symbol || !dladdr(symbol, &info) || !info.dli_fname) return std::string();
        std::unique_ptr<char, decltype(&std::free)> path(realpath(info.dli_fname, nullptr), std::free);
        return std::string(path ? path.get() : info.dli_fname);
    }();
    return file.c_str();
}

