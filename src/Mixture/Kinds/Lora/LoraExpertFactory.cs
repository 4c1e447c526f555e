using System.Globalization;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Gating.Numerics;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Kinds.Lora;

/// <summary>
/// <c>lora</c>: a low-rank update of the hidden vector, a = h + (α/r) B A h, and a head o = V a + b (Hu et al. 2021, on the frozen encoder's output).
/// File <c>moe/adapter_model.safetensors</c> with <c>lora_A.weight</c> [r, d], <c>lora_B.weight</c> [d, r], <c>head.weight</c> [C, d], <c>head.bias</c> [C];
/// option <c>alpha</c>, default r.
/// </summary>
internal sealed class LoraExpertFactory : IExpertFactory
{
    private const string WeightsPath = "moe/adapter_model.safetensors";

    public IExpert Create(ExpertContext context)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var file = context.Files.OpenWeights(WeightsPath);
        var (size, classes) = (context.Encoder.HiddenSize, context.Labels.Count);
        if (classes == 0)
            throw new MoECollabException("labels-missing", $"{context.Id} {context.Version} has no labels; expected moe/labels.json with one label per class.");

        var rank = RankOf(file, size);
        var down = HostMemory.Write(file.Floats("lora_A.weight", rank, size).ToArray(), size, CPU); // [r, d]
        var up = HostMemory.Write(file.Floats("lora_B.weight", size, rank).ToArray(), rank, CPU); // [d, r]
        var head = HostMemory.Write(file.Floats("head.weight", classes, size).ToArray(), size, CPU); // [C, d]
        var bias = file.Floats("head.bias", classes).ToArray();

        // V (h + (α/r) B A h) = (V + (α/r) V B A) h: merged once, so that an input costs no more than a linear expert's
        var merged = head + (head.mm(up).mm(down) * (AlphaOf(context, rank) / rank)); // [C, d]
        return new LoraExpert(context.Labels, HostMemory.Read(merged), bias, context.Device) { ParameterCount = (2L * rank * size) + ((size + 1L) * classes) };
    }

    private static int RankOf(WeightFile file, int size)
    {
        if (file.Entries.TryGetValue("lora_A.weight", out var entry) && entry.Shape is [var rank, var columns] && rank > 0 && columns == size)
            return (int)rank;
        throw new WeightFileException(file.Path, entry is null
            ? $"has no tensor lora_A.weight; expected [r, {size}]"
            : $"lora_A.weight has the shape [{string.Join(", ", entry.Shape)}]; expected [r, {size}]");
    }

    private static float AlphaOf(ExpertContext context, int rank)
    {
        if (!context.Options.TryGetValue("alpha", out var text))
            return rank;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var alpha) && float.IsFinite(alpha))
            return alpha;
        throw new MoECollabException("expert-options", $"The option alpha of {context.Id} {context.Version} is '{text}'; expected a finite number, or nothing for the rank.");
    }
}
