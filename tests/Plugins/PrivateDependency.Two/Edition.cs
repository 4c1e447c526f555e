namespace PrivateDependency;

public static class Edition
{
    public static string Name => "second edition";
}
