using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Something that is counted, by labels.</summary>
internal abstract class Metric(string[] labels)
{
    protected string[] Labels => labels;

    /// <summary>Writes it in Prometheus' text form.</summary>
    public abstract void Write(StringBuilder text);

    /// <summary>Forgets what was counted under values of a label that are gone.</summary>
    public void Keep(string label, IReadOnlySet<string> values)
    {
        var index = Array.IndexOf(labels, label);
        if (index >= 0)
            Forget(key => !values.Contains(key[index]));
    }

    protected abstract void Forget(Func<LabelValues, bool> isGone);

    /// <summary>The labels as OpenTelemetry takes them.</summary>
    protected KeyValuePair<string, object?>[] Tags(LabelValues values)
    {
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < tags.Length; i++)
            tags[i] = new(labels[i], values[i]);
        return tags;
    }
}
