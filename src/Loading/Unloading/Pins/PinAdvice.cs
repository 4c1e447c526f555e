namespace MoECollab.Loading.Unloading.Pins;

/// <summary>Says in an author's words what a way through the heap means, and how to mend it.</summary>
internal static class PinAdvice
{
    /// <summary>Where nothing is known.</summary>
    public const string Usual = "Usual causes: a handler on a static event, a running thread or timer, a meter that was not disposed, the cache of a serializer or of a type descriptor, 'dynamic'.";

    /// <summary>Where a thread is inside of the code.</summary>
    public const string Thread = "A thread runs code of it: end it when the component is disposed or the context's stopping token is set.";

    // The first sign that a way shows counts; the more special ones come first.
    private static readonly (string Sign, string Advice)[] Signs =
    [
        ("System.Text.Json.", "A JSON serializer's cache holds a type of it: serialise with a source-generated JsonSerializerContext."),
        ("Microsoft.CSharp.", "The call sites of 'dynamic' hold a type of it: use the static type, or an interface."),
        ("System.Dynamic.", "The call sites of 'dynamic' hold a type of it: use the static type, or an interface."),
        ("System.Diagnostics.Metrics.", "A meter of it is not disposed: dispose the meter together with the component that made it."),
        ("System.ComponentModel.", "The type descriptor's cache holds a type of it: convert values without TypeDescriptor."),
        ("System.Threading.Timer", "A timer of it runs: dispose it together with the component that made it."),
        ("Handler", "A handler of it is on an event that outlives it: remove the handler when the component is disposed."),
        ("System.Action", "A delegate of it is kept by something that outlives it: remove it when the component is disposed."),
        ("MoECollab.", "The host itself holds an object of it."),
    ];

    /// <summary>What ways from roots mean: each meaning once, with the shortest way that shows it.</summary>
    /// <param name="paths">At least one, the shortest first.</param>
    public static IReadOnlyList<(string Advice, PinPath Path)> For(IReadOnlyList<PinPath> paths)
    {
        (string Advice, PinPath Path)[] told = [.. from path in paths let advice = For(path) where advice is not null select (advice, path)];
        // A cache that is caught holds types in several places; the nameless ones tell nothing more.
        return told.Length > 0 ? [.. told.DistinctBy(one => one.Advice)] : [("Something outside of the package holds an object of it.", paths[0])];
    }

    private static string? For(PinPath path)
    {
        foreach (var (sign, advice) in Signs)
        {
            if (path.Types.Any(type => type.Contains(sign, StringComparison.Ordinal)))
                return advice;
        }

        return path.Root == HeapRootKind.Stack ? Thread : null;
    }
}
