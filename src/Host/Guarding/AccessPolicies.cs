using Microsoft.AspNetCore.Builder;

namespace MoECollab.Host.Guarding;

/// <summary>Puts policies on routes.</summary>
internal static class AccessPolicies
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Access access)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new AccessPolicy(access)));
        return route;
    }
}
