using System.Globalization;
using MoECollab.Experts;
using MoECollab.Gating.Composing;
using MoECollab.Training.Experts;

namespace MoECollab.Training.Baselines;

/// <summary>One single model of the experts' kind over all labels, with as many parameters as the whole mixture.</summary>
public static class Monolith
{
    /// <summary>The training of the monolith: one option, its size, is set so that the parameters match; all else stays as the experts have it.</summary>
    /// <param name="factory">The experts' factory, whose untrained experts can be counted.</param>
    /// <param name="name">Names it.</param>
    /// <param name="training">All labels, all examples, the experts' options.</param>
    /// <param name="sizeOption">The option that sets its size, for example <c>rank</c>.</param>
    /// <param name="parameters">Parameters of the mixture: gate and experts, and tables that are not shared with the encoder.</param>
    /// <exception cref="Errors.MoECollabException">No size comes within 5 % (<c>baseline-size</c>).</exception>
    public static ExpertTraining Sized(ITrainableExpertFactory factory, ExpertName name, ExpertTraining training, string sizeOption, long parameters)
    {
        const int Largest = 1 << 16;
        long Count(int size)
        {
            var options = ExpertTrainer.OptionsOfExpert(With(training, sizeOption, size).Options);
            using var expert = factory.CreateUntrained(ExpertContexts.Of(name, training, options, NoFiles.Instance));
            return expert.Traits.ParameterCount;
        }

        return With(training, sizeOption, EqualParameters.Size(Count, parameters, 1, Largest));
    }

    /// <summary>The training of the monolith where the number of parameters is a formula, as for an expert that trains itself.</summary>
    /// <param name="training">All labels, all examples, the experts' options.</param>
    /// <param name="sizeOption">The option that sets its size, for example <c>buckets</c>.</param>
    /// <param name="parametersOf">Number of parameters at a size; grows with it.</param>
    /// <param name="parameters">Parameters of the mixture.</param>
    /// <param name="largest">The largest size.</param>
    /// <exception cref="Errors.MoECollabException">No size comes within 5 % (<c>baseline-size</c>).</exception>
    public static ExpertTraining Sized(ExpertTraining training, string sizeOption, Func<int, long> parametersOf, long parameters, int largest) =>
        With(training, sizeOption, EqualParameters.Size(parametersOf, parameters, 1, largest));

    private static ExpertTraining With(ExpertTraining training, string option, int size) => training with
    {
        Options = new Dictionary<string, string>(training.Options, StringComparer.OrdinalIgnoreCase) { [option] = size.ToString(CultureInfo.InvariantCulture) },
    };
}
