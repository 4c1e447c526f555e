namespace MoECollab.Host.Tests.Hosting;

/// <summary>Tests that measure time: they run one by one, when those that run in parallel are done.</summary>
[CollectionDefinition(nameof(AfterTheOthers), DisableParallelization = true)]
public sealed class AfterTheOthers;
