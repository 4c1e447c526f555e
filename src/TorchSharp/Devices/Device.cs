using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and, for accelerators, its index (-1: the current one).</summary>
    public class Device
    {
        /// <param name="description">Such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = TypeOf(parts[0]);
            if (parts.Length > 1)
            {
                if (parts.Length > 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    throw new ArgumentException($"'{description}' is no device; expected a kind and an index, such as 'cuda:0'.", nameof(description));
                index = number;
            }
        }

        public Device(string deviceType, int index = -1)
        {
            type = TypeOf(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <param name="index">Of a CUDA device.</param>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; } = DeviceType.CPU;

        public int index { get; } = -1;

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            type == DeviceType.CPU || index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        private static DeviceType TypeOf(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var found) && Enum.IsDefined(found)
                ? found
                : throw new ArgumentException($"'{name}' is no kind of device; expected one of {string.Join(", ", Enum.GetNames<DeviceType>()).ToLowerInvariant()}.", nameof(name));
    }
}
