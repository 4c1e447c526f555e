namespace MoECollab.TorchSharp.Tests.Memory;

/// <summary>Tests of the whole process's memory run with nothing beside them.</summary>
[CollectionDefinition("process memory", DisableParallelization = true)]
public sealed class ProcessMemoryCollection;
