using MoECollab.Encoders;
using static TorchSharp.torch;

namespace MoECollab.Gating.Composing;

/// <summary>Where a gate is to work.</summary>
/// <param name="Encoder">The shared encoder.</param>
/// <param name="Device">Where parameters go.</param>
/// <param name="Options">What failures lead to.</param>
public sealed record GateSurroundings(EncoderDescription Encoder, Device Device, GateOptions Options);
