using MoECollab.Torch;
using System.Globalization;
using MoECollab.Errors;
using static TorchSharp.torch;

namespace MoECollab.Training.Fitting;

/// <summary>
/// Minimises a task's loss by gradients: seeded order, batches, early stopping on validation, the best epoch's weights kept, checkpoints
/// that a killed run continues from with the same result. All chance is a function of seed, epoch and step.
/// </summary>
internal sealed class FitLoop(FitSettings settings, TrainingRun run, TimeProvider time)
{
    /// <summary>Runs the training to its end. The checkpoint stays: who writes the result removes it with <see cref="RemoveCheckpoint"/>.</summary>
    /// <exception cref="MoECollabException">The loss is no number any more (<c>training-diverged</c>).</exception>
    public FitOutcome Run(IFitTask task)
    {
        Libtorch.SetThreads(run.Threads);
        var weights = new ModuleWeights(task.Modules);
        using var optimiser = settings.CreateOptimiser(weights.Parameters);
        var state = new FitState();
        var checkpoint = new Checkpoint(run.CheckpointFolder, IdentityOf(task, weights));
        var resumed = checkpoint.TryRestore(weights, optimiser, state);
        var pulse = new ProgressPulse(run.Progress, time, task.Stage);
        while (state.Epoch < settings.Epochs && state.Epoch - state.BestEpoch < settings.Patience)
        {
            RunEpoch(task, weights, optimiser, state, checkpoint, pulse);
            Close(task, weights, state);
            checkpoint.Save(weights, optimiser, state);
            pulse.Report((double)state.Epoch / settings.Epochs, state.BestLoss);
        }

        weights.Restore(state.Best, "");
        foreach (var module in task.Modules.Values) module.eval();
        pulse.Report(1, state.BestLoss);
        return new FitOutcome(state.Epoch, state.BestEpoch, state.BestLoss, resumed);
    }

    /// <summary>Forgets the checkpoint: the result is written.</summary>
    public void RemoveCheckpoint() => new Checkpoint(run.CheckpointFolder, "").Remove();

    // Where it starts from is a part of it: a joint training may begin with weights that others trained.
    private string IdentityOf(IFitTask task, ModuleWeights weights) => new RunIdentity().Add("fit/1").Add(settings with { CheckpointSeconds = 0 })
        .Add(run.Seed).Add(run.Threads).Add(run.Device.ToString()).Add(task.Identity).Add(weights.Hash()).ToString();

    private void RunEpoch(IFitTask task, ModuleWeights weights, TorchSharp.Modules.OptimizerHelper optimiser, FitState state, Checkpoint checkpoint, ProgressPulse pulse)
    {
        foreach (var module in task.Modules.Values) module.train();
        var order = new SeededStream(run.Seed, state.Epoch).Order(task.Rows);
        var steps = (task.Rows + settings.BatchSize - 1) / settings.BatchSize;
        var saved = time.GetTimestamp();
        while (state.Step < steps)
        {
            if (run.Cancellation.IsCancellationRequested)
            {
                checkpoint.Save(weights, optimiser, state);
                run.Cancellation.ThrowIfCancellationRequested();
            }

            var rows = order.AsSpan(state.Step * settings.BatchSize);
            rows = rows[..Math.Min(rows.Length, settings.BatchSize)];
            var progress = (state.Epoch + ((double)state.Step / steps)) / settings.Epochs;
            state.LossSum += rows.Length * Step(task, weights, optimiser, state, rows, progress);
            state.Step++;
            if (state.Step < steps && time.GetElapsedTime(saved).TotalSeconds >= settings.CheckpointSeconds)
            {
                checkpoint.Save(weights, optimiser, state);
                saved = time.GetTimestamp();
            }

            var done = Math.Min(state.Step * settings.BatchSize, task.Rows);
            pulse.Advance(rows.Length, (state.Epoch + ((double)state.Step / steps)) / settings.Epochs, state.LossSum / done);
        }
    }

    private double Step(IFitTask task, ModuleWeights weights, TorchSharp.Modules.OptimizerHelper optimiser, FitState state, ReadOnlySpan<int> rows, double progress)
    {
        using var scope = NewDisposeScope();
        // Dropout and noise draw from torch's own generator; seeding it per step leaves no state to keep in a checkpoint.
        manual_seed(new SeededStream(run.Seed, state.Epoch, state.Step).Seed());
        var loss = task.Loss(rows, progress);
        var value = (double)loss.item<float>();
        if (!double.IsFinite(value)) throw Diverged(task, state, value);
        optimiser.zero_grad();
        loss.backward();
        if (settings.ClipNorm > 0) nn.utils.clip_grad_norm_(weights.Parameters, settings.ClipNorm);
        optimiser.step();
        return value;
    }

    private static void Close(IFitTask task, ModuleWeights weights, FitState state)
    {
        foreach (var module in task.Modules.Values) module.eval();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var loss = task.Validate() ?? state.LossSum / task.Rows;
        state.Epoch++;
        state.Step = 0;
        state.LossSum = 0;
        if (!double.IsFinite(loss)) throw Diverged(task, state, loss);
        if (loss >= state.BestLoss) return;
        state.BestLoss = loss;
        state.BestEpoch = state.Epoch;
        state.Best = weights.Copy("");
    }

    private static MoECollabException Diverged(IFitTask task, FitState state, double loss) => new(
        "training-diverged",
        $"{task.Stage}: the loss became {loss.ToString(CultureInfo.InvariantCulture)} after epoch {state.Epoch}, step {state.Step}; expected a finite number. Lower learning-rate, or set clip.");
}
