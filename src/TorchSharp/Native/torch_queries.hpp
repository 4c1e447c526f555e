// What is asked of libtorch itself and set in it: version, devices, threads, where its BLAS comes from.
#pragma once

namespace {

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

EXPORT const char* mt_version() { return TORCH_VERSION; }

// The folder of the libtorch that this was compiled against.
EXPORT const char* mt_libraries() { return MT_LIBRARIES; }

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
