using MoECollab.Gating.Options;

namespace MoECollab.Gating.Composing;

/// <summary>The factory of a component whose making is one expression over its options; an option that the expression did not ask for is refused.</summary>
/// <typeparam name="T">The role.</typeparam>
internal sealed class Made<T>(string kind, Func<ComponentOptions, T> make) : IGatingFactory<T>
{
    public T Create(GatingContext context)
    {
        var options = new ComponentOptions(kind, context.Options);
        var component = make(options);
        options.Done();
        return component;
    }
}
