using FluentValidation;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Budget;

internal sealed class BudgetOptionsValidator : AbstractValidator<BudgetOptions>
{
    public BudgetOptionsValidator()
    {
        RuleFor(options => options.DeviceBytes).GreaterThanOrEqualTo(0);
        RuleFor(options => options.HostBytes).GreaterThanOrEqualTo(0);
        RuleFor(options => options.Pinned).Must((options, _) => options.PinnedIds().All(PackageNames.IsId)).WithMessage("is '{PropertyValue}'; expected ids of experts, separated by commas");
        RuleFor(options => options.Priorities).Must((options, _) => options.PriorityOfIds() is not null).WithMessage("is '{PropertyValue}'; expected id=number, separated by commas, each id once");
    }
}
