using System.Diagnostics;
using MoECollab.Training;
using MoECollab.TransformerEncoder.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MoECollab.TransformerEncoder.Contrasting;

/// <summary>Fits the network so that two incomplete views of a text are nearer to each other than to other texts (SimCSE, Gao et al. 2021, with dropped words).</summary>
internal static class ContrastiveTraining
{
    private const double WarmUp = 0.1;
    private const double WeightDecay = 0.01;
    private const double LongestGradient = 1;

    /// <summary>Trains.</summary>
    /// <param name="network">Fresh, on the training's device; in training mode afterwards.</param>
    /// <param name="texts">Ids of all texts.</param>
    /// <param name="options">Epochs, batch, rates.</param>
    /// <param name="training">Seed, checkpoints, progress, cancellation.</param>
    /// <param name="purpose">Whatever must be equal for a checkpoint to be continued.</param>
    public static void Run(TextTransformer network, IReadOnlyList<int[]> texts, TransformerOptions options, EncoderTraining training, string purpose)
    {
        var views = new TextViews(texts, options, training.Seed);
        var steps = options.Epochs * views.StepsPerEpoch;
        using var optimizer = optim.AdamW(network.parameters(), lr: options.LearningRate, weight_decay: WeightDecay);
        var checkpoint = new Checkpoint(training.CheckpointFolder, purpose);
        network.train();
        var clock = Stopwatch.StartNew();
        var first = checkpoint.Restore(network, optimizer);
        var reported = TimeSpan.Zero;
        for (var step = first; step < steps; step++)
        {
            training.Cancellation.ThrowIfCancellationRequested();
            // Dropout draws from the global generator: seeded by the step, it draws the same in a continued training.
            manual_seed(TextViews.HashOf(training.Seed, step, stream: 0));
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = options.LearningRate * Schedule((double)step / steps);
            var loss = Step(network, optimizer, views, step, training.Device);
            var kept = (step + 1) % options.CheckpointSteps == 0 && step + 1 < steps;
            if (kept)
                checkpoint.Save(network, optimizer, step + 1);
            if (kept || clock.Elapsed - reported > TimeSpan.FromSeconds(0.5) || step + 1 == steps)
            {
                reported = clock.Elapsed;
                var speed = (step + 1 - first) * options.Batch / Math.Max(1e-3, clock.Elapsed.TotalSeconds);
                training.Progress?.Report(new TrainingProgress("contrasting views", (step + 1.0) / steps, speed, loss));
            }
        }
    }

    private static float Step(TextTransformer network, AdamW optimizer, TextViews views, int step, Device device)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var first = network.call(IdBatch.Of(views.View(step, 0), device));     // [B, d]
        var second = network.call(IdBatch.Of(views.View(step, 1), device));    // [B, d]
        var loss = ContrastiveLoss.Of(first, second);
        loss.backward();
        nn.utils.clip_grad_norm_(network.parameters(), LongestGradient);
        optimizer.step();
        return loss.item<float>();
    }

    /// <summary>Up in a straight line, then down to 0.</summary>
    private static double Schedule(double progress) => progress < WarmUp ? (progress + 1e-3) / (WarmUp + 1e-3) : (1 - progress) / (1 - WarmUp);
}
