using FluentValidation;
using FluentValidation.Results;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Mixtures;

/// <summary>Checks <c>moe.json</c> as a whole and reports every fault at once.</summary>
internal sealed class MixtureConfigurationValidator : AbstractValidator<MixtureConfiguration>
{
    // Before any rule: a rule compiles an expression, and that is paid on every cold start.
    protected override bool PreValidate(ValidationContext<MixtureConfiguration> context, ValidationResult result)
    {
        foreach (var fault in Faults(context.InstanceToValidate))
            result.Errors.Add(new ValidationFailure(nameof(MixtureConfiguration), fault));
        return false;
    }

    private static IEnumerable<string> Faults(MixtureConfiguration mixture)
    {
        if (mixture.SchemaVersion != 1)
            yield return $"schemaVersion is {mixture.SchemaVersion}; this host reads 1";
        if (mixture.Encoder is not null && !ComponentName.TryParse(mixture.Encoder, out _))
            yield return $"encoder is '{mixture.Encoder}'; expected id@version";
        if (mixture.Gate is not null && !ComponentName.TryParse(mixture.Gate, out _))
            yield return $"gate is '{mixture.Gate}'; expected id@version";
        if (mixture.GuardThreshold is < 0 or > 1)
            yield return $"guardThreshold is {mixture.GuardThreshold}; expected 0 to 1";
        if (mixture.GuardFailure is not (null or "reject" or "fallback" or "pass"))
            yield return $"guardFailure is '{mixture.GuardFailure}'; expected reject, fallback or pass";
        if (mixture.Temperature is <= 0)
            yield return $"temperature is {mixture.Temperature}; expected more than 0";
        if (mixture.Fallback is not (null or "prototype") && !PackageNames.IsId(mixture.Fallback))
            yield return $"fallback is '{mixture.Fallback}'; expected prototype or an expert's id";
    }
}
