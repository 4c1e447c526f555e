using System.Composition;

namespace MoECollab.Loading.Composing;

/// <summary>What <see cref="Composition.WarmUp"/> composes.</summary>
[Export]
internal sealed class WarmUpPart;
