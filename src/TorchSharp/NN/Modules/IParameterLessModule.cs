namespace TorchSharp.Modules;

/// <summary>Marks modules that hold neither parameters nor buffers.</summary>
public interface IParameterLessModule;
