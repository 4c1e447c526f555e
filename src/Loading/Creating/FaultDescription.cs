using System.Composition.Hosting;
using System.Reflection;
using System.Runtime.InteropServices;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Creating;

/// <summary>Turns whatever went wrong with a package into a state and a sentence.</summary>
internal static class FaultDescription
{
    public static (PackageState State, string Reason) Of(Exception fault)
    {
        var (state, reason) = Describe(fault);
        return (state, reason.EndsWith('.') ? reason : $"{reason}.");
    }

    private static (PackageState State, string Reason) Describe(Exception fault) => Innermost(fault) switch
    {
        PackageRefusedException refusal => (refusal.State, refusal.Message),
        Errors.MoECollabException known => (PackageState.Malfunctioned, known.Message),
        DllNotFoundException library => (PackageState.Malfunctioned, $"It needs a native library that its package does not bring for {RuntimeInformation.RuntimeIdentifier}, or that cannot be loaded here: {OneLine(library.Message)}"),
        EntryPointNotFoundException function => (PackageState.Malfunctioned, $"It needs a function that its native library lacks: {OneLine(function.Message)}"),
        MissingMemberException missing => (PackageState.NotSupported, $"It needs a member that this host lacks: {missing.Message}"),
        TypeLoadException type => (PackageState.NotSupported, $"It needs a type that this host lacks or has otherwise: {type.Message}"),
        CompositionFailedException composition => (PackageState.Malfunctioned, $"Its exports cannot be composed: {composition.Message}"),
        BadImageFormatException image => (PackageState.Malfunctioned, $"It holds a file that is not a .NET assembly for this runtime: {image.Message}"),
        FileNotFoundException file => (PackageState.Malfunctioned, $"It lacks a file: {file.Message}"),
        IOException or UnauthorizedAccessException => (PackageState.Malfunctioned, $"It has a file that cannot be read: {fault.Message}"),
        var other => (PackageState.Malfunctioned, $"Its code threw {other.GetType().FullName}: {other.Message}"),
    };

    // The runtime lists one attempt a line.
    private static string OneLine(string message) => string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static Exception Innermost(Exception fault) => fault switch
    {
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => Innermost(first),
        AggregateException or TargetInvocationException or TypeInitializationException or CompositionFailedException when fault.InnerException is { } inner => Innermost(inner),
        _ => fault,
    };
}
