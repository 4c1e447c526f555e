using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MoECollab.Studies.Reporting;

/// <summary>The kind of machine in words, without anything that names it.</summary>
internal static class MachineKind
{
    public static string Describe()
    {
        var vectors = Avx512F.IsSupported ? " with AVX-512" : Avx2.IsSupported ? " with AVX2" : "";
        return $"{Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}{vectors}, {RuntimeInformation.OSDescription.Split('#')[0].Trim().Split('-')[0]}, .NET {Environment.Version}, one thread";
    }
}
