using System.Collections.Immutable;

namespace MoECollab.Loading.Inspecting;

/// <summary>A type in a signature, written so that equal types from different files compare equal.</summary>
/// <param name="Text">Namespace, nesting, arguments; without the assembly.</param>
/// <param name="Scope">The simple name of the assembly that a reference points to; null for a definition.</param>
/// <param name="Definition">The generic definition's text, or the text itself; null for arrays, pointers, parameters.</param>
/// <param name="Arguments">Texts of the generic arguments.</param>
internal sealed record TypeShape(string Text, string? Scope, string? Definition, ImmutableArray<string> Arguments)
{
    public static TypeShape Of(string text) => new(text, null, null, []);
}
