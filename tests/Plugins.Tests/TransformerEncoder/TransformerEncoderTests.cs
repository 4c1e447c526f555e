using MoECollab.Encoders;
using MoECollab.Errors;
using MoECollab.Inputs;
using MoECollab.Plugins.Tests.Packages;
using MoECollab.Tests;
using MoECollab.Training;
using MoECollab.TransformerEncoder;

namespace MoECollab.Plugins.Tests.TransformerEncoder;

/// <summary>A small transformer, trained from scratch on texts alone.</summary>
public sealed class TransformerEncoderTests : IDisposable
{
    private static readonly (string, string)[] Small =
    [
        ("hidden", "16"), ("layers", "2"), ("heads", "2"), ("length", "16"), ("pieces", "512"), ("batch", "16"), ("checkpoint-steps", "3"), ("learning-rate", "0.005"),
    ];

    private readonly Workplace _workplace = new();
    private readonly TransformerEncoderPlugin _plugin = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void Training_gives_equal_bytes_for_equal_seeds()
    {
        var texts = Corpus.Texts(96, seed: 1);

        var first = Train(texts, seed: 3);
        var second = Train(texts, seed: 3);
        var other = Train(texts, seed: 4);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Training_that_was_killed_continues_to_the_same_result()
    {
        var texts = Corpus.Texts(96, seed: 1);
        var expected = Train(texts, seed: 3);
        var checkpoints = Path.Combine(_workplace.Folder, "checkpoints");
        Directory.CreateDirectory(checkpoints);
        using var killer = new CancellationTokenSource();
        var training = _workplace.EncoderTraining(texts, Small) with { Seed = 3, CheckpointFolder = checkpoints };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            _plugin.Train(training with { Cancellation = killer.Token, Progress = new Callback(progress => Kill(killer, progress)) }));
        var kept = Directory.GetDirectories(checkpoints).Single();
        Directory.CreateDirectory(kept + "9.partial");
        _plugin.Train(training);

        Assert.EndsWith("step-000000006", kept, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(_workplace.Folder, "moe/model.safetensors")));
    }

    [Fact]
    public void Training_does_not_continue_a_checkpoint_of_other_texts()
    {
        var checkpoints = Path.Combine(_workplace.Folder, "checkpoints");
        Directory.CreateDirectory(checkpoints);
        var texts = Corpus.Texts(96, seed: 1);
        var expected = Train(texts, seed: 3);

        _plugin.Train(_workplace.EncoderTraining(Corpus.Texts(96, seed: 2), Small) with { Seed = 3, CheckpointFolder = checkpoints });
        _plugin.Train(_workplace.EncoderTraining(texts, Small) with { Seed = 3, CheckpointFolder = checkpoints });

        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(_workplace.Folder, "moe/model.safetensors")));
    }

    [Fact]
    public void Training_teaches_to_tell_subjects_apart_and_knows_no_text_but_those_it_was_given()
    {
        var test = Corpus.Texts(40, seed: 9);
        var training = _workplace.EncoderTraining(Corpus.Texts(192, seed: 1), [.. Small, ("epochs", "5")]);
        _plugin.Train(training with { Validation = test });
        using var encoder = _plugin.Create(_workplace.Encoder());

        using var hidden = encoder.Encode([.. test.Select(text => new RawInput(text))]);
        var values = hidden.ToFloats();
        using var without = Trained(training with { Validation = [] });

        // Texts of even and of odd rows are of one subject each.
        var pairs = (from first in Enumerable.Range(0, 40) from second in Enumerable.Range(0, first) select (first, second)).ToLookup(pair => (pair.first - pair.second) % 2 == 0);
        var (within, across) = (pairs[true].Average(pair => Dot(values, pair.first, pair.second)), pairs[false].Average(pair => Dot(values, pair.first, pair.second)));
        Assert.True(within > across + 3, $"{within} {across}");
        Assert.Equal(without.Description.Fingerprint, encoder.Description.Fingerprint);
    }

    [Fact]
    public void Encode_of_a_batch_equals_encoding_one_by_one_and_leaves_no_tensor()
    {
        Train(Corpus.Texts(32, seed: 1), seed: 1, _workplace);
        using var encoder = _plugin.Create(_workplace.Encoder());
        string[] texts = ["", "engine", "a much longer text about onion soup and bread " + new string('x', 300), "\ud800 brake"];
        var before = LiveTensors.OfThisThread;

        float[] together;
        using (var batch = encoder.Encode([.. texts.Select(text => new RawInput(text))]))
        {
            Assert.Equal([4L, 16L], batch.shape);
            Assert.False(batch.requires_grad);
            together = batch.ToFloats();
        }

        for (var row = 0; row < texts.Length; row++)
        {
            using var alone = encoder.Encode([new RawInput(texts[row])]);
            Assert.All(alone.ToFloats().Zip(together[(row * 16)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(33)]
    public void Rows_of_fixed_shape_agree_in_every_batch_and_equal_batches_have_equal_bytes(int rows)
    {
        Train(Corpus.Texts(32, seed: 1), seed: 1, _workplace);
        using var encoder = (IFixedShapeEncoder)_plugin.Create(_workplace.Encoder());
        RawInput[] inputs = [.. Enumerable.Range(0, rows).Select(row => new RawInput(string.Join(' ', Corpus.Texts(40, seed: 2).Skip(row).Take(1 + (row % 3)))))];
        var before = LiveTensors.OfThisThread;

        float[] together, again, backwards;
        using (var batch = encoder.EncodeFixed(inputs))
            together = batch.ToFloats();
        using (var batch = encoder.EncodeFixed(inputs))
            again = batch.ToFloats();
        using (var batch = encoder.EncodeFixed([.. inputs.Reverse()]))
            backwards = batch.ToFloats();

        Assert.Equal(together, again);
        using var usual = encoder.Encode(inputs);
        Assert.All(usual.ToFloats().Zip(together), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        for (var row = 0; row < rows; row++)
        {
            using var alone = encoder.EncodeFixed([inputs[row]]);
            var own = alone.ToFloats();
            Assert.All(own.Zip(together[(row * 16)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.All(own.Zip(backwards[((rows - 1 - row) * 16)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.Equal(before + 1, LiveTensors.OfThisThread);
    }

    [Fact]
    public void Encoder_leaves_no_tensor_behind()
    {
        Use(seed: 1);
        var before = LiveTensors.OfThisThread;

        Use(seed: 2);

        Assert.Equal(before, LiveTensors.OfThisThread);

        void Use(long seed)
        {
            Train(Corpus.Texts(32, seed: 1), seed, _workplace);
            using var encoder = _plugin.Create(_workplace.Encoder());
            using var hidden = encoder.Encode([new RawInput("engine")]);
        }
    }

    [Fact]
    public void MultiplyAdds_grow_with_the_text_up_to_the_cut()
    {
        Train(Corpus.Texts(32, seed: 1), seed: 1, _workplace);
        using var encoder = _plugin.Create(_workplace.Encoder());

        // One id: 2 layers · (4·16² + 2·16·64 + 2·1·16) + 3·16 = 6,256
        Assert.Equal(6256, encoder.MultiplyAdds(new RawInput("")));
        Assert.Equal(encoder.MultiplyAdds(new RawInput(new string('x', 60) + " a b c d e f g h")), encoder.MultiplyAdds(new RawInput(string.Join(' ', Corpus.Texts(9, 1)))));
    }

    [Fact]
    public void Training_names_every_unusable_option()
    {
        var fault = Assert.Throws<MoECollabException>(() =>
            _plugin.Train(_workplace.EncoderTraining(["a", "b"], ("hidden", "30"), ("heads", "4"), ("dropout", "x"))));

        Assert.Contains("'hidden' is 30 and 'heads' is 4", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'dropout' is 'x'; expected a number from 0 to 0.9.", fault.Message, StringComparison.Ordinal);
    }

    private byte[] Train(string[] texts, long seed)
    {
        using var workplace = new Workplace();
        return Train(texts, seed, workplace);
    }

    private byte[] Train(string[] texts, long seed, Workplace workplace)
    {
        _plugin.Train(workplace.EncoderTraining(texts, Small) with { Seed = seed });
        return File.ReadAllBytes(Path.Combine(workplace.Folder, "moe/model.safetensors"));
    }

    private IEncoder Trained(EncoderTraining training)
    {
        using var workplace = new Workplace();
        _plugin.Train(training with { OutputFolder = workplace.Folder });
        return _plugin.Create(workplace.Encoder());
    }

    private static double Dot(float[] values, int first, int second) =>
        Enumerable.Range(0, 16).Sum(at => (double)values[(first * 16) + at] * values[(second * 16) + at]);

    private static void Kill(CancellationTokenSource killer, TrainingProgress progress)
    {
        if (progress.Fraction >= 0.5)
            killer.Cancel();
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
