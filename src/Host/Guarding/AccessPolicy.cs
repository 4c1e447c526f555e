namespace MoECollab.Host.Guarding;

/// <summary>A route's explicit policy; a route without one is not mapped.</summary>
/// <param name="Access">What it takes.</param>
internal sealed record AccessPolicy(Access Access);
