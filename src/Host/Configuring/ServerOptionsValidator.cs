using FluentValidation;

namespace MoECollab.Host.Configuring;

internal sealed class ServerOptionsValidator : AbstractValidator<ServerOptions>
{
    public ServerOptionsValidator()
    {
        RuleFor(options => options.Urls).Must(urls => Listening.FaultOf(urls) is null).WithMessage((_, urls) => Listening.FaultOf(urls) + " (is '{PropertyValue}')");
        RuleFor(options => options.GrpcUrls).Must(urls => Listening.IsOff(urls) || Listening.FaultOf(urls) is null).WithMessage((_, urls) => Listening.FaultOf(urls) + $", or {Listening.Off} (is '{{PropertyValue}}')");
        RuleFor(options => options.MaxBodyBytes).InclusiveBetween(1, 1L << 30);
        RuleFor(options => options.MaxDecompressionRatio).InclusiveBetween(1, 10_000);
        RuleFor(options => options.MaxHeaders).InclusiveBetween(1, 1000);
        RuleFor(options => options.MaxJsonDepth).InclusiveBetween(1, 100);
        RuleFor(options => options.MaxTexts).InclusiveBetween(1, 65_536);
        RuleFor(options => options.MaxTextLength).InclusiveBetween(1, 1 << 24);
        RuleFor(options => options.MaxConnections).InclusiveBetween(1, 100_000);
    }
}
