using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>No gradients on this thread until disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Gradients on this thread until disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.mt_grad_mode() != 0;

    /// <summary>No gradients and no version counting on this thread until disposed; what is made here cannot take part in gradients later.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.mt_inference_mode() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.mt_grad_mode();

        internal GradMode(bool enabled) => NativeMethods.mt_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.mt_set_grad_mode(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.mt_enter_inference_mode(enabled ? 1 : 0);

        public void Dispose()
        {
            var guard = Interlocked.Exchange(ref _guard, 0);
            if (guard != 0) NativeMethods.mt_leave_inference_mode(guard);
        }
    }
}
