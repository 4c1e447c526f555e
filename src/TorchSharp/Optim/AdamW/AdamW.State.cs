using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class AdamW
{
    /// <summary>What is remembered about one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>Steps made.</summary>
        public long step;

        /// <summary>Decaying mean of the gradient.</summary>
        public Tensor exp_avg = null!;

        /// <summary>Decaying mean of its square.</summary>
        public Tensor exp_avg_sq = null!;

        /// <summary>The largest of those means; null without amsgrad.</summary>
        public Tensor? max_exp_avg_sq;

        /// <summary>State of a parameter.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = zeros_like(_parameter).DetachFromDisposeScope();
            exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
            if (((Options)options).amsgrad == true)
                max_exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentException">The source belongs to another kind of optimizer.</exception>
        public override void LoadStateDict(OptimizerState source)
        {
            if (source is not State state)
                throw new ArgumentException($"Expected state of AdamW, found {source?.GetType()}.", nameof(source));
            step = state.step;
            Take(ref exp_avg!, state.exp_avg);
            Take(ref exp_avg_sq!, state.exp_avg_sq);
            Take(ref max_exp_avg_sq, state.max_exp_avg_sq);
            to(_parameter.device);
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(exp_avg, state.exp_avg) && Near(exp_avg_sq, state.exp_avg_sq) &&
            Near(max_exp_avg_sq, state.max_exp_avg_sq);

        /// <inheritdoc/>
        public override void to(Device device)
        {
            Move(ref exp_avg!, device);
            Move(ref exp_avg_sq!, device);
            Move(ref max_exp_avg_sq, device);
        }

        /// <summary>Frees the means.</summary>
        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }
    }
}
