namespace MoECollab.Training.Reports;

/// <summary>Figures of the mixture; those of the gate besides.</summary>
public sealed record MixtureFigures : SystemFigures
{
    /// <summary>Share of rows whose first expert is that of their domain; null where there are no domains.</summary>
    public double? RoutingAccuracy { get; init; }

    /// <summary>exp(H(ḡ))/N of the mean gate weights ḡ.</summary>
    public required double Utilisation { get; init; }

    /// <summary>#{i : load_i &gt; ε/N}/N.</summary>
    public required double ActiveShare { get; init; }

    /// <summary>Mean entropy of the gate's weights per row, in nats.</summary>
    public required double Entropy { get; init; }
}
