using System.Reflection;
using System.Runtime.InteropServices;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Host.Budget;

/// <summary>
/// Measures what a component holds, whatever it declares: the tensors of its modules and fields, and arrays of numbers, each counted once. Looks into the
/// objects of plugins and of this program and into collections, and nowhere else: not into loggers, files, delegates, or what the context handed over.
/// </summary>
internal static class HeldBytes
{
    // A component of more objects than this is not made of weights.
    private const int MostObjects = 2_000_000;

    private static readonly Type[] Foreign = [typeof(Delegate), typeof(Type), typeof(string), typeof(ExpertContext), typeof(EncoderContext), typeof(GatingContext)];

    /// <summary>Bytes of a component on a device; on the CPU its arrays as well.</summary>
    /// <param name="component">An encoder, an expert, a gate.</param>
    /// <param name="device">The device.</param>
    public static long Of(object component, Device device)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var slices = new HashSet<(Array, int, int)>();
        var waiting = new Stack<object>([component]);
        var bytes = 0L;
        while (waiting.Count > 0 && seen.Count < MostObjects)
        {
            var next = waiting.Pop();
            if (Foreign.Any(type => type.IsInstanceOfType(next)) || (!next.GetType().IsValueType && !seen.Add(next)))
                continue;
            switch (next)
            {
                case Tensor tensor:
                    bytes += !tensor.IsInvalid && IsOn(tensor, device) ? tensor.NumberOfElements * tensor.ElementSize : 0;
                    break;
                case Array array when SizeOfElement(array.GetType().GetElementType()!) is { } size:
                    bytes += device.type == DeviceType.CPU ? array.LongLength * size : 0;
                    break;
                case Array array:
                    foreach (var element in array)
                        Push(waiting, element);
                    break;
                // Small weights of many owners lie in one array: each counts what it holds of it.
                case var memory when SliceOf(memory) is var (whole, start, length):
                    if (length == whole.Length)
                        Push(waiting, whole);
                    else if (device.type == DeviceType.CPU && slices.Add((whole, start, length)))
                        bytes += (long)length * SizeOfElement(whole.GetType().GetElementType()!)!.Value;
                    break;
                default:
                    foreach (var part in PartsOf(next))
                        Push(waiting, part);
                    break;
            }
        }

        return bytes;
    }

    // A part of an array of numbers; null for anything else.
    private static (Array Whole, int Start, int Length)? SliceOf(object memory)
    {
        if (memory.GetType() is not { IsGenericType: true, Namespace: "System", IsValueType: true } type || (type.GetGenericTypeDefinition() != typeof(Memory<>) && type.GetGenericTypeDefinition() != typeof(ReadOnlyMemory<>)))
            return null;
        object? Field(string name) => type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(memory);
        return Field("_object") is Array whole && SizeOfElement(whole.GetType().GetElementType()!) is not null && Field("_index") is int start && Field("_length") is int length
            ? (whole, start & int.MaxValue, length)
            : null;
    }

    private static bool IsOn(Tensor tensor, Device device) => tensor.device_type == device.type && (device.index < 0 || tensor.device_index == device.index);

    private static void Push(Stack<object> waiting, object? part)
    {
        if (part is not null && !part.GetType().IsPrimitive)
            waiting.Push(part);
    }

    private static IEnumerable<object?> PartsOf(object owner)
    {
        if (owner is nn.Module module)
        {
            foreach (var parameter in module.parameters())
                yield return parameter;
            foreach (var buffer in module.buffers())
                yield return buffer;
        }

        for (var type = owner.GetType(); type is not null && IsLookedInto(type); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsFunctionPointer && !field.FieldType.IsPrimitive)
                    yield return field.GetValue(owner);
            }
        }
    }

    private static bool IsLookedInto(Type type)
    {
        if (type == typeof(object))
            return false;
        var assembly = type.Assembly.GetName().Name!;
        if (assembly == "TorchSharp" || assembly.StartsWith("Microsoft.", StringComparison.Ordinal))
            return false;
        if (!assembly.StartsWith("System.", StringComparison.Ordinal))
            return true;
        return type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
            || (type.Namespace == "System" && type.IsGenericType && (type.Name.StartsWith("ValueTuple", StringComparison.Ordinal) || type.Name.StartsWith("Tuple", StringComparison.Ordinal) || type.Name.EndsWith("Memory`1", StringComparison.Ordinal) || type.Name.StartsWith("Lazy", StringComparison.Ordinal)));
    }

    // Null where elements hold references, and have to be looked into.
    private static int? SizeOfElement(Type type)
    {
        if (type.IsPrimitive)
            return Marshal.SizeOf(type == typeof(bool) ? typeof(byte) : type == typeof(char) ? typeof(short) : type);
        if (type.IsEnum)
            return SizeOfElement(type.GetEnumUnderlyingType());
        if (!type.IsValueType)
            return null;
        var size = 0;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (SizeOfElement(field.FieldType) is not { } part)
                return null;
            size += part;
        }

        return size;
    }
}
