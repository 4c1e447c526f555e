using MoECollab.Errors;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.Mixing;

public class MembershipTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Trained_gate_works_with_other_experts_than_it_was_trained_for(int rows)
    {
        // trained for gone, near and other; gone is missing, new is cold and shipped the key (0, 0, 1)
        var encoder = new DirectLetterEncoder(3);
        using var gate = Make.Gate(
            new GateFile { Id = "g", Version = "2.0.0", TrainedFor = ["gone", "near", "other"], Scorer = new GateComponent("linear"), Selector = new GateComponent("top-k") },
            encoder.Description);
        var mixture = new ExpertMixture(
            encoder,
            gate,
            [
                Make.Expert("near", new TableExpert(["n"], _ => [1f]), [1f, 0f, 0f]),
                Make.Expert("other", new TableExpert(["o"], _ => [1f]), [0f, 1f, 0f]),
                Make.Expert("new", new TableExpert(["fresh"], _ => [1f]), [0f, 0f, 1f]),
            ],
            new MixtureOptions());

        var answers = mixture.Answer([.. Enumerable.Repeat(new RawInput("ccc"), rows)], MixtureRequest.Plain);

        Assert.All(answers, answer =>
        {
            Assert.Equal("fresh", answer.Label);
            Assert.Equal(["new"], answer.Decision.Cold);
            Assert.Equal("g@2.0.0", answer.Gate);
        });
    }

    [Fact]
    public void Encoder_that_returns_another_shape_is_named()
    {
        var encoder = new LyingEncoder();
        using var gate = Make.Gate("prototype", "top-k", encoder.Description);
        var mixture = new ExpertMixture(encoder, gate, [Make.Expert("a", new TableExpert(["x"], _ => [1f]), [1f, 0f, 0f])], new MixtureOptions());

        var fault = Assert.Throws<MoECollabException>(() => mixture.Answer([new RawInput("a"), new RawInput("b")], MixtureRequest.Plain));

        Assert.Equal("encoder-output", fault.Code);
        Assert.Contains("returned shape [2, 2] for 2 inputs; expected [2, 3]", fault.Message, StringComparison.Ordinal);
    }

    private sealed class LyingEncoder : Encoders.IEncoder
    {
        private readonly LetterEncoder _inner = new(2);

        public Encoders.EncoderDescription Description { get; } = new("liar", "1.0.0", "sha256:liar", 3);

        public long ParameterCount => 0;

        public TorchSharp.torch.Tensor Encode(IReadOnlyList<RawInput> inputs) => _inner.Encode(inputs);

        public long MultiplyAdds(RawInput input) => 0;

        public void Dispose() => _inner.Dispose();
    }
}
