namespace TorchSharp.Modules;

public partial class Adam
{
    /// <summary>Settings of a parameter group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Decay rate of the gradient's mean; null takes the optimizer's.</summary>
        public double? beta1;

        /// <summary>Decay rate of its square's mean; null takes the optimizer's.</summary>
        public double? beta2;

        /// <summary>Added to the denominator; null takes the optimizer's.</summary>
        public double? eps;

        /// <summary>Weight decay; null takes the optimizer's.</summary>
        public double? weight_decay;

        /// <summary>Whether to divide by the largest mean square so far; null takes the optimizer's.</summary>
        public bool? amsgrad;

        /// <summary>Whether to climb instead; null takes the optimizer's.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentException">The source belongs to another kind of optimizer.</exception>
        public override void LoadStateDict(OptimizerOptions source)
        {
            if (source is not Options options)
                throw new ArgumentException($"Expected options of Adam, found {source?.GetType()}.", nameof(source));
            base.LoadStateDict(source);
            beta1 = options.beta1;
            beta2 = options.beta2;
            eps = options.eps;
            weight_decay = options.weight_decay;
            amsgrad = options.amsgrad;
            maximize = options.maximize;
        }

        internal Options Completed(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            beta1 ??= defaults.beta1;
            beta2 ??= defaults.beta2;
            eps ??= defaults.eps;
            weight_decay ??= defaults.weight_decay;
            amsgrad ??= defaults.amsgrad;
            maximize ??= defaults.maximize;
            return this;
        }
    }
}
