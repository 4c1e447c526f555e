using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Anomaly detection in backward, back to what it was when disposed.</summary>
        public class AnomalyMode : IDisposable
        {
            private readonly int _before = NativeMethods.mt_anomaly_mode();

            public AnomalyMode(bool enabled, bool check_nan = true) => NativeMethods.mt_set_anomaly_mode(enabled ? 1 : 0, check_nan ? 1 : 0);

            public static bool is_enabled() => (NativeMethods.mt_anomaly_mode() & 1) != 0;

            public static bool should_check_nan() => (NativeMethods.mt_anomaly_mode() & 2) != 0;

            public void Dispose()
            {
                NativeMethods.mt_set_anomaly_mode(_before & 1, (_before & 2) >> 1);
                GC.SuppressFinalize(this);
            }
        }
    }
}
