using System.Collections.Frozen;
using MoECollab.Errors;
using MoECollab.Gating.Guarding;
using MoECollab.Gating.Losses;
using MoECollab.Gating.Schedules;
using MoECollab.Gating.Scoring.Baselines;
using MoECollab.Gating.Scoring.Linear;
using MoECollab.Gating.Scoring.Mlp;
using MoECollab.Gating.Scoring.NGram;
using MoECollab.Gating.Scoring.NoisyLinear;
using MoECollab.Gating.Scoring.Prototype;
using MoECollab.Gating.Selecting;
using MoECollab.Gating.Transforms;
using MoECollab.Training;

namespace MoECollab.Gating.Composing;

/// <summary>The gating components that a host knows, by role and name: the built-in kinds and what packages brought. Immutable; two components of a role never share a name.</summary>
public sealed class GatingRegistry
{
    private readonly FrozenDictionary<(Type Role, string Name), object> _factories;

    private GatingRegistry(IEnumerable<KeyValuePair<(Type Role, string Name), object>> factories) => _factories = factories.ToFrozenDictionary();

    /// <summary>
    /// Scorers linear, mlp, noisy-linear, prototype, ngram, uniform, random; transforms temperature, noise, cost, bias; guards max-softmax, energy;
    /// selectors top-k, top-p, switch, threshold; auxiliary losses entropy, kl, switch-balance, z-loss, importance; schedules constant, linear, cosine.
    /// </summary>
    public static GatingRegistry BuiltIn { get; } = new GatingRegistry([])
        .With<IScorer>("linear", new LinearScorerFactory())
        .With<IScorer>("mlp", new MlpScorerFactory())
        .With<IScorer>("noisy-linear", new NoisyLinearScorerFactory())
        .With<IScorer>("prototype", new PrototypeScorerFactory())
        .With<IScorer>("ngram", new NGramScorerFactory())
        .WithMade<IScorer>("uniform", _ => new UniformScorer())
        .WithMade<IScorer>("random", _ => new RandomScorer())
        .WithMade<IScoreTransform>("temperature", options => new TemperatureTransform(options.Number("value", 1f, 0.001f, 1000f)))
        .WithMade<IScoreTransform>("noise", options => new NoiseTransform(options.Number("deviation", 1f, 0f, 1000f)))
        .WithMade<IScoreTransform>("cost", options => new CostTransform(options.Number("weight", 1f, -1000f, 1000f)))
        .WithMade<IScoreTransform>("bias", options => new BiasTransform(options.NumbersAfter("for.")))
        .WithMade<IGuard>("max-softmax", options => new MaxSoftmaxGuard(options.Number("threshold", 0f, 0f, 1f), ActionOf(options)))
        .WithMade<IGuard>("energy", options => new EnergyGuard(options.Number("threshold", -1e30f, -1e30f, 1e30f), options.Number("temperature", 1f, 0.001f, 1000f), ActionOf(options)))
        .WithMade<ISelector>("top-k", options => new TopKSelector(options.Whole("k", 1, 1, 1024), options.NumbersAfter("bias.")))
        .WithMade<ISelector>("top-p", options => new TopPSelector(options.Number("p", 0.9f, 0f, 1f), options.Whole("most", 1024, 1, 1024)))
        .WithMade<ISelector>("switch", _ => new SwitchSelector())
        .WithMade<ISelector>("threshold", options => new ThresholdSelector(options.Number("value", 0.1f, 0f, 1f), options.Whole("most", 1024, 1, 1024)))
        .WithMade<IAuxiliaryLoss>("entropy", _ => new EntropyLoss())
        .WithMade<IAuxiliaryLoss>("kl", _ => new UniformityLoss())
        .WithMade<IAuxiliaryLoss>("switch-balance", _ => new SwitchBalanceLoss())
        .WithMade<IAuxiliaryLoss>("z-loss", _ => new ZLoss())
        .WithMade<IAuxiliaryLoss>("importance", _ => new ImportanceLoss())
        .WithMade<ISchedule>("constant", options => new ConstantSchedule(options.Number("value", 1f, -1e6f, 1e6f)))
        .WithMade<ISchedule>("linear", options => new LinearSchedule(options.Number("from", 1f, -1e6f, 1e6f), options.Number("to", 0f, -1e6f, 1e6f)))
        .WithMade<ISchedule>("cosine", options => new CosineSchedule(options.Number("from", 1f, -1e6f, 1e6f), options.Number("to", 0f, -1e6f, 1e6f)));

    /// <summary>A registry with one component more.</summary>
    /// <typeparam name="T">The role.</typeparam>
    /// <param name="name">The name by which a gate's file asks for it: a built-in kind, or the id of a package's component.</param>
    /// <param name="factory">Its factory.</param>
    /// <exception cref="MoECollabException"><c>gating-duplicate</c>: the role has a component of that name.</exception>
    public GatingRegistry With<T>(string name, IGatingFactory<T> factory)
    {
        if (_factories.ContainsKey((typeof(T), name)))
        {
            throw new MoECollabException(
                "gating-duplicate", $"Two gating components of the role {typeof(T).Name} are called '{name}'; names must be distinct. Remove one of the packages, or give it another id.");
        }

        return new GatingRegistry(_factories.Append(KeyValuePair.Create((typeof(T), name), (object)factory)));
    }

    /// <summary>The names of a role's components, ordered.</summary>
    /// <typeparam name="T">The role.</typeparam>
    public IReadOnlyList<string> Names<T>() => [.. _factories.Keys.Where(key => key.Role == typeof(T)).Select(key => key.Name).Order(StringComparer.Ordinal)];

    /// <summary>A component's factory.</summary>
    /// <typeparam name="T">The role.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="MoECollabException"><c>gating-unknown</c>: nothing of that name is installed.</exception>
    public IGatingFactory<T> Find<T>(string name) => _factories.TryGetValue((typeof(T), name), out var factory)
        ? (IGatingFactory<T>)factory
        : throw new MoECollabException(
            "gating-unknown", $"No {typeof(T).Name} is called '{name}'. Installed: {string.Join(", ", Names<T>())}. Install the gating package that has it, or name another.");

    private static GuardAction ActionOf(Options.ComponentOptions options) =>
        options.OneOf("action", "reject", "reject", "fallback") == "fallback" ? GuardAction.Fallback : GuardAction.Reject;

    private GatingRegistry WithMade<T>(string name, Func<Options.ComponentOptions, T> make) => With(name, new Made<T>(name, make));
}
