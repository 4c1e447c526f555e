namespace MoECollab.Loading.Unloading.Pins;

/// <summary>What an operator is told of a context that stays.</summary>
/// <param name="Reason">Whole sentences: what pins it, how to mend it.</param>
/// <param name="Paths">The ways that show it.</param>
internal sealed record PinReport(string Reason, IReadOnlyList<string> Paths)
{
    private const int Shown = 3;

    public static PinReport Of(WeakReference context, int collections)
    {
        var alive = $"Its code is still alive after {collections} collections";
        try
        {
            if (PinSearch.Find(context) is not { } paths)
                return new PinReport($"{alive}, and was let go of while its holder was looked for.", []);
            // The collector keeps code that a thread is inside of, and names no object for it.
            return paths.Count == 0 ? Told(alive, [(PinAdvice.Thread, new PinPath(HeapRootKind.Stack, []))]) : Told(alive, PinAdvice.For(paths));
        }
        catch (HeapUnreadableException fault)
        {
            return new PinReport($"{alive}. What holds it cannot be looked at: {fault.Message}. {PinAdvice.Usual}", []);
        }
    }

    private static PinReport Told(string alive, IReadOnlyList<(string Advice, PinPath Path)> pins)
    {
        string[] paths = [.. pins.Take(Shown).Select(pin => pin.Path.ToString())];
        return new PinReport($"{alive}. {string.Join(" ", pins.Take(Shown).Select((pin, index) => $"{pin.Advice} Held by: {paths[index]}."))}", paths);
    }
}
