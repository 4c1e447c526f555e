namespace MoECollab.Packages;

/// <summary>Stands for what a newer minor version of the contract adds.</summary>
public static class OnlyInANewerContract
{
    public static int Answer() => 42;
}
