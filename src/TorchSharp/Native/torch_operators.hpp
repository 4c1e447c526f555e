// Calls of operators: boxed through their schema, and directly where their C++ signature is one of the hot shapes.
#pragma once

namespace {

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

}  // namespace

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
