namespace MoECollab.TorchSharp.Tests;

/// <summary>Tests of what the whole process shares, its memory and its random numbers, run with nothing beside them.</summary>
[CollectionDefinition("process state", DisableParallelization = true)]
public sealed class ProcessStateCollection;
