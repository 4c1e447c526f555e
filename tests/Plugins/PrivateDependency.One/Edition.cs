namespace PrivateDependency;

public static class Edition
{
    public static string Name => "first edition";
}
