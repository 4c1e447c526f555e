// What both sides hand to each other: tagged values, tensor handles, and the text of what went wrong.
#pragma once

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

}  // namespace

EXPORT const char* mt_error() { return last_error.c_str(); }
