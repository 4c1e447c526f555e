namespace TorchSharp.Modules;

public partial class SGD
{
    /// <summary>Settings of a parameter group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Share of the last step that is kept; null takes the optimizer's.</summary>
        public double? momentum;

        /// <summary>Share of the gradient that does not enter the momentum; null takes the optimizer's.</summary>
        public double? dampening;

        /// <summary>Share of the parameter added to its gradient; null takes the optimizer's.</summary>
        public double? weight_decay;

        /// <summary>Whether to look ahead by the momentum; null takes the optimizer's.</summary>
        public bool? nesterov;

        /// <summary>Whether to climb instead; null takes the optimizer's.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentException">The source belongs to another kind of optimizer.</exception>
        public override void LoadStateDict(OptimizerOptions source)
        {
            if (source is not Options options)
                throw new ArgumentException($"Expected options of SGD, found {source?.GetType()}.", nameof(source));
            base.LoadStateDict(source);
            momentum = options.momentum;
            dampening = options.dampening;
            weight_decay = options.weight_decay;
            nesterov = options.nesterov;
            maximize = options.maximize;
        }

        internal Options Completed(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            momentum ??= defaults.momentum;
            dampening ??= defaults.dampening;
            weight_decay ??= defaults.weight_decay;
            nesterov ??= defaults.nesterov;
            maximize ??= defaults.maximize;
            return this;
        }
    }
}
