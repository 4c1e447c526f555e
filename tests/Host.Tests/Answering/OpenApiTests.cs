using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Guarding;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Answering;

public sealed class OpenApiTests : IDisposable
{
    private static readonly string[] Page = ["/", "/dashboard.css", "/dashboard.js", "/dashboard.svg"];

    private readonly ServedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Document_has_every_route_with_its_scope_and_no_other()
    {
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));

        var document = (await host.GetAsync("/openapi/v1.json")).Json;

        var described =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name} {operation.Value.GetProperty("x-scope").GetString()}";
        var mapped =
            from route in host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where !Page.Contains(route.RoutePattern.RawText)
            select $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {route.RoutePattern.RawText} {route.Metadata.GetMetadata<AccessPolicy>()!.Access.ToString().ToLowerInvariant()}";
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }
}
