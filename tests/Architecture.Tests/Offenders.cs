namespace MoECollab.Architecture.Tests;

internal static class Offenders
{
    /// <summary>Fails with one offender per line.</summary>
    public static void None(IEnumerable<string> offenders) => Assert.Equal("", string.Join('\n', offenders));
}
