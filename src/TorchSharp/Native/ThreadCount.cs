using System.Globalization;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>
/// The threads within one operation. Linking libtorch takes a third of a second, and a program sets the count before it knows whether it needs a
/// tensor: a count that comes before the link is kept, and handed over as <c>OMP_NUM_THREADS</c>, which every thread of libtorch begins with.
/// </summary>
internal static partial class ThreadCount
{
    private static readonly Lock Turn = new();
    private static bool _linked;
    private static int _kept;

    /// <summary>Sets the count of the calling thread; that of every thread where libtorch is not linked yet.</summary>
    public static void Set(int count)
    {
        lock (Turn)
        {
            if (!_linked && count > 0)
            {
                _kept = count;
                return;
            }
        }

        Operators.Aten.Check(NativeMethods.mt_set_threads(count), nameof(torch.set_num_threads));
    }

    /// <summary>Hands over a count that was kept, just before libtorch is linked.</summary>
    public static void HandOver()
    {
        lock (Turn)
        {
            _linked = true;
            if (_kept > 0 && SetVariable("OMP_NUM_THREADS", _kept.ToString(CultureInfo.InvariantCulture), 1) != 0)
                throw new InvalidOperationException($"The thread count {_kept} cannot be handed to libtorch: setenv failed with {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    // Environment.SetEnvironmentVariable changes a copy that native libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
