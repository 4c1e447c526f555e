namespace TorchSharp;

/// <summary>The name under which a field of a module is registered, where it is not to be the field's own name.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    /// <summary>Name of the submodule, parameter or buffer in <c>state_dict</c>.</summary>
    public string? Name { get; set; }
}
