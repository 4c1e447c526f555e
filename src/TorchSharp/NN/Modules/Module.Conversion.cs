using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves parameters and buffers to a device and converts the floating ones.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                ArgumentNullException.ThrowIfNull(device);
                RequireFloating(dtype);
                RequirePresent(device.type);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            /// <summary>Moves parameters and buffers to a device.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                if (deviceType != DeviceType.CUDA)
                    deviceIndex = -1;
                RequirePresent(deviceType);
                if (deviceType != _deviceType || deviceIndex != _deviceIndex)
                    _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            /// <summary>Converts the floating parameters and buffers.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            /// <summary>Moves and converts to where and what another tensor is.</summary>
            public Module _to(Tensor other, bool non_blocking)
            {
                ArgumentNullException.ThrowIfNull(other);
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>Converts descendants, then own tensors.</summary>
            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            /// <summary>Moves and converts descendants, then own tensors.</summary>
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog((ScalarType?)dtype, device, non_blocking);

            /// <summary>Moves descendants, then own tensors.</summary>
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>
            /// Moves or converts descendants, then own tensors. A replaced tensor is put back into the public property or the
            /// field it came from; the old one is disposed.
            /// </summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null)
                    throw new ArgumentNullException(nameof(device), "Neither a device nor an element type was given.");

                foreach (var (_, child) in named_children())
                {
                    if (device is null)
                        child._to(dtype!.Value, non_blocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, non_blocking);
                    else
                        child._to(device, dtype.Value, non_blocking);
                }

                foreach (var (own, parameter) in named_parameters(false).ToList())
                {
                    if (ReplaceParameter(dtype, device, parameter, out var moved))
                        PutBackParameter(own, parameter, moved!);
                }
                foreach (var (own, buffer) in named_buffers(false).ToList())
                {
                    if (ReplaceBuffer(dtype, device, buffer, out var moved))
                        PutBackBuffer(own, moved!);
                }

                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            /// <summary>Moves or converts a buffer; false (and null) when it is already right.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                ArgumentNullException.ThrowIfNull(buffer);
                result = null;
                var (type, place) = TargetOf(buffer, dtype, device);
                if (type == buffer.dtype && SamePlace(place, buffer.device))
                    return false;
                result = buffer.to(type, place).DetachFromDisposeScope();
                buffer.Dispose();
                return true;
            }

            /// <summary>Moves or converts a parameter with its gradient; false (and null) when it is already right.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                ArgumentNullException.ThrowIfNull(param);
                p = null;
                var (type, place) = TargetOf(param, dtype, device);
                if (type == param.dtype && SamePlace(place, param.device))
                    return false;

                // Untracked, so that the moved parameter is a leaf that gathers its own gradient.
                using var untracked = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                using var gradient = param.grad;
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, place);
                    p.grad = moved;
                }
                return true;
            }

            /// <summary>The given device and element type, or the defaults.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static (ScalarType Type, Device Place) TargetOf(Tensor tensor, ScalarType? dtype, Device? device)
            {
                var convertible = tensor.is_floating_point() || tensor.is_complex();
                return (dtype is { } wanted && convertible ? wanted : tensor.dtype, device ?? tensor.device);
            }

            private static bool SamePlace(Device left, Device right) =>
                left.type == right.type && (left.type != DeviceType.CUDA || Math.Max(left.index, 0) == Math.Max(right.index, 0));

            private static void RequireFloating(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private static void RequirePresent(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                    throw new InvalidOperationException("CUDA is not available.");
            }

            private void PutBackParameter(string component, Parameter old, Parameter moved)
            {
                if (SettableProperty(component) is { } property)
                {
                    property.SetValue(this, moved);
                    return;
                }
                old.Dispose();
                ConditionallyRegisterParameter(component, moved);
                FieldOf(component)?.SetValue(this, moved);
            }

            private void PutBackBuffer(string component, Tensor moved)
            {
                if (SettableProperty(component) is { } property)
                {
                    property.SetValue(this, moved);
                    return;
                }
                ConditionallyRegisterBuffer(component, moved, _internal_buffers[component].Item2);
                FieldOf(component)?.SetValue(this, moved);
            }

            private PropertyInfo? SettableProperty(string component) =>
                GetType().GetProperty(component, BindingFlags.Public | BindingFlags.Instance) is { CanWrite: true } property ? property : null;

            private FieldInfo? FieldOf(string component) =>
                ComponentFields.Of(GetType()).FirstOrDefault(field => field.ComponentName() == component);
        }
    }
}
