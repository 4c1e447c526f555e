using MoECollab.Gating.Numerics.Stacks;

namespace MoECollab.Mixture.OnDevice;

/// <summary>
/// Which experts share a stack. A stack computes every entry of a batch, since nobody knows beforehand which are its own: so there are as few as memory allows, and experts are apart only where the zeros that
/// fill the smaller ones up would take too much of it.
/// </summary>
internal static class StackGroups
{
    // Zeros included, a stack takes at most so many times the memory of its experts' weights.
    private const int MostFilled = 3;

    /// <summary>Groups experts.</summary>
    /// <param name="forms">Their forms.</param>
    /// <returns>Indices of the experts of each stack, largest experts first.</returns>
    public static List<List<int>> Of(IReadOnlyList<StackForm> forms)
    {
        var groups = new List<List<int>>();
        var (width, outputs, own) = (0, 0, 0L);
        foreach (var index in Enumerable.Range(0, forms.Count).OrderByDescending(index => Floats(forms[index])))
        {
            var form = forms[index];
            (width, outputs, own) = (Math.Max(width, form.Width), Math.Max(outputs, form.Outputs), own + Floats(form));
            if (groups.Count == 0 || StackForm.FloatsOf(form.Hidden, width, outputs) * (groups[^1].Count + 1) > MostFilled * own)
            {
                groups.Add([]);
                (width, outputs, own) = (form.Width, form.Outputs, Floats(form));
            }

            groups[^1].Add(index);
        }

        return groups;
    }

    private static long Floats(StackForm form) => StackForm.FloatsOf(form.Hidden, form.Width, form.Outputs);
}
