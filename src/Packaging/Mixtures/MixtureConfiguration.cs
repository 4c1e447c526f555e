using System.Text.Json;
using System.Text.Json.Serialization;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Mixtures;

/// <summary><c>moe.json</c>: which encoder and which trained gate make a home's mixture, and how answers are combined.</summary>
public sealed record MixtureConfiguration
{
    private const string FaultCode = "mixture-invalid";

    /// <summary>Always 1.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The encoder, <c>id@version</c>; null where no expert needs one.</summary>
    public string? Encoder { get; init; }

    /// <summary>The active trained gate, <c>id@version</c>; null routes by the experts' shipped keys.</summary>
    public string? Gate { get; init; }

    /// <summary>The integrator's name; null for the default.</summary>
    public string? Integrator { get; init; }

    /// <summary>The guard's threshold, 0 to 1; null switches the guard off.</summary>
    public double? GuardThreshold { get; init; }

    /// <summary>What a guard that fails counts as: <c>reject</c> (default), <c>fallback</c> or <c>pass</c>.</summary>
    public string? GuardFailure { get; init; }

    /// <summary>The calibration temperature of the combined probabilities, more than 0; null for 1.</summary>
    public double? Temperature { get; init; }

    /// <summary>What answers when the gate cannot: <c>prototype</c> (default) or an expert's id.</summary>
    public string? Fallback { get; init; }

    /// <summary>Reads the configuration of a home.</summary>
    /// <param name="home">The home.</param>
    /// <exception cref="MoECollabException">It is missing or breaks a rule (<c>mixture-invalid</c>); the message has every fault.</exception>
    public static MixtureConfiguration Read(Home home)
    {
        if (!File.Exists(home.MixturePath))
            throw new MoECollabException(FaultCode, $"{home.Root} is no home: moe.json is missing. Make one with 'moe fit', or name another with --home.");
        var configuration = StrictJson.Read(home.MixturePath, "moe.json", ManifestJson.Default.MixtureConfiguration, FaultCode, ManifestReader.MaximumBytes);
        configuration.Check();
        return configuration;
    }

    /// <summary>Writes the configuration of a home, whole or not at all.</summary>
    /// <param name="home">The home.</param>
    /// <exception cref="MoECollabException">It breaks a rule (<c>mixture-invalid</c>).</exception>
    public void Write(Home home)
    {
        Check();
        StrictJson.Write(home.MixturePath, [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.MixtureConfiguration), (byte)'\n']);
    }

    /// <summary>The encoder's id and version; null where there is none.</summary>
    [JsonIgnore]
    public ComponentName? EncoderName => ComponentName.TryParse(Encoder, out var name) ? name : null;

    /// <summary>The gate's id and version; null where there is none.</summary>
    [JsonIgnore]
    public ComponentName? GateName => ComponentName.TryParse(Gate, out var name) ? name : null;

    private void Check()
    {
        var faults = new MixtureConfigurationValidator().Validate(this).Errors;
        if (faults.Count > 0)
            throw new MoECollabException(FaultCode, $"moe.json: {string.Join("; ", faults.Select(fault => fault.ErrorMessage))}.");
    }
}
