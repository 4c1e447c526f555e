using MoECollab.Gating.Numerics;
using MoECollab.Integration;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Integrating;

/// <summary><c>probability-mixture</c>: class probabilities, mixed over the union of labels by weight.</summary>
public sealed class ProbabilityMixture : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "probability-mixture";

    /// <inheritdoc/>
    public bool Accepts(OutputSpace space) => space is ClassSpace;

    /// <inheritdoc/>
    public IReadOnlyList<IntegratedRow?> Combine(int rows, IReadOnlyList<ExpertContribution> contributions)
    {
        var union = new LabelUnion(contributions.Select(contribution => contribution.Space));
        var mixer = new UnionMixer(union, 1);
        var parts = new List<ClassPart>?[rows];
        foreach (var contribution in contributions)
        {
            var map = union.MapOf(contribution.Space);
            var values = HostMemory.Read(contribution.Output.Values!); // [R, C]
            for (var i = 0; i < contribution.Rows.Count; i++)
            {
                var row = values.AsMemory(i * map.Length, map.Length);
                if (contribution.Output.Kind == OutputKind.Logits)
                    Softmax.Into(row.Span, row.Span);
                (parts[contribution.Rows[i]] ??= []).Add(new ClassPart(contribution.Weights[i], map, row));
            }
        }

        return [.. parts.Select(row => row is null ? null : Row(mixer, row))];
    }

    private static IntegratedRow Row(UnionMixer mixer, List<ClassPart> parts)
    {
        var (label, probability, all) = mixer.Mix(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts), wanted: true);
        return new IntegratedRow { Label = label, Probability = probability, Probabilities = all };
    }
}
