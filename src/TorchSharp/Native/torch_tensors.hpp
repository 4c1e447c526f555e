// Tensors from memory and files, what they are like, their gradients, and the generators of random numbers.
#pragma once

namespace {

std::vector<at::Tensor> vector_of(at::Tensor** handles, int64_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; i++) tensors.push_back(handles[i] ? *handles[i] : at::Tensor());
    return tensors;
}

}  // namespace

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
