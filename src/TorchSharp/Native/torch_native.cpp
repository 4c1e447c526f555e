// The native half of the tensor runtime: everything that managed code cannot say to libtorch by itself.
//
// Operators are not wrapped one by one. They are found by their schema name ("add.Tensor") in libtorch's own
// dispatcher and called with a tagged argument array, so one source serves every libtorch from 1.13 to 2.x and a new
// operator needs no line here. A tensor handle is an at::Tensor*, owned by whoever received it.
//
// It is one translation unit in four parts: reading libtorch's headers takes longer than compiling all of them.
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

#include "torch_values.hpp"
#include "torch_operators.hpp"
#include "torch_tensors.hpp"
#include "torch_queries.hpp"
