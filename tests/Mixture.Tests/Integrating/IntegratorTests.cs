using MoECollab.Inputs;
using MoECollab.Integration;
using MoECollab.Mixture.Integrating;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Tests.Integrating;

public class IntegratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Vectors_are_averaged_texts_taken_from_the_primary_and_classes_mixed_each_by_itself(int rows)
    {
        var answers = Mixed(new MixtureOptions()).Answer([.. Enumerable.Repeat(new RawInput("t"), rows)], MixtureRequest.Plain);

        Assert.All(answers, answer =>
        {
            // (.3 · (1, 0) + .1 · (0, 4)) / .4
            Assert.Equal([0.75f, 1f], answer.Vector!.Value.ToArray());
            Assert.Equal("first t", answer.Text);
            Assert.Equal(("x", 1f), (answer.Label, answer.Probability));
        });
    }

    [Fact]
    public void Integrator_of_a_plugin_gets_sound_rows_with_renormalised_weights()
    {
        var foreign = new Recording();
        var mixture = Mixed(new MixtureOptions { Integrators = [foreign, .. BuiltInIntegrators.All] });

        var answers = mixture.Answer([new RawInput("t"), new RawInput("bad")], MixtureRequest.Plain);

        Assert.Equal("mine", answers[0].Label);
        Assert.Equal("first t", answers[0].Text);
        Assert.Equal([0.75f, 1f], answers[0].Vector!.Value.ToArray());
        Assert.Null(answers[1].Label); // the only class expert was dropped there
        Assert.Equal([0], foreign.Rows);
        Assert.Equal(0.2f, foreign.Weights[0], 1e-6f);
    }

    private static ExpertMixture Mixed(MixtureOptions options) => new(
        null,
        new FixedGate(_ => FixedGate.To(("t1", 0.3f), ("t2", 0.1f), ("v1", 0.3f), ("v2", 0.1f), ("c", 0.2f))),
        [
            Make.Expert("t1", new TextExpert(text => "first " + text)),
            Make.Expert("t2", new TextExpert(text => "second " + text)),
            Make.Expert("v1", new VectorExpert(1f, 0f)),
            Make.Expert("v2", new VectorExpert(0f, 4f)),
            Make.Expert("c", new TableExpert(["x"], text => text == "bad" ? [float.NaN] : [1f])),
        ],
        options);

    private sealed class Recording : IIntegrator
    {
        public string Name => "mine";

        public IReadOnlyList<int> Rows { get; private set; } = [];

        public IReadOnlyList<float> Weights { get; private set; } = [];

        public bool Accepts(OutputSpace space) => space is ClassSpace;

        public IReadOnlyList<IntegratedRow?> Combine(int rows, IReadOnlyList<ExpertContribution> contributions)
        {
            (Rows, Weights) = (contributions[0].Rows, contributions[0].Weights);
            return [.. Enumerable.Range(0, rows).Select(row => Rows.Contains(row) ? new IntegratedRow { Label = "mine", Probability = 1f } : null)];
        }
    }
}
