using MoECollab.Mixture.Answering;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>Whether two mixtures came to the same: decision, trace, faults, and probabilities within 1e-5.</summary>
internal static class SameAnswers
{
    public static void Assert(MixtureOutcome expected, MixtureOutcome actual)
    {
        Xunit.Assert.Equal(expected.Fault?.Message, actual.Fault?.Message);
        if (expected.Answer is not { } wanted || actual.Answer is not { } got)
        {
            Xunit.Assert.Equal(expected.Answer is null, actual.Answer is null);
            return;
        }

        Xunit.Assert.Equal(wanted.Kind, got.Kind);
        Xunit.Assert.Equal(wanted.TraceId, got.TraceId);
        Xunit.Assert.Equal(wanted.Experts.Select(expert => expert.Id), got.Experts.Select(expert => expert.Id));
        Xunit.Assert.Equal(wanted.Dropped, got.Dropped);
        Xunit.Assert.Equal(wanted.Decision.Reasons, got.Decision.Reasons);
        Xunit.Assert.Equal(wanted.Decision.Cold, got.Decision.Cold);
        Xunit.Assert.Equal(wanted.MultiplyAdds, got.MultiplyAdds);
        Xunit.Assert.Equal(wanted.Probability, got.Probability, 1e-5f);
        Xunit.Assert.Equal(wanted.Entropy, got.Entropy, 1e-5f);
        foreach (var (first, second) in wanted.Experts.Zip(got.Experts))
            Xunit.Assert.Equal(first.Weight, second.Weight, 1e-5f);
        Xunit.Assert.Equal(wanted.Probabilities?.Keys, got.Probabilities?.Keys);
        foreach (var (label, probability) in wanted.Probabilities ?? new Dictionary<string, float>())
            Xunit.Assert.Equal(probability, got.Probabilities![label], 1e-5f);
    }
}
