namespace MoECollab.Training.Tests.Data;

/// <summary>Tests that measure the process, and so run when no other does.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
