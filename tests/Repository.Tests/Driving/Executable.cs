namespace MoECollab.Repository.Tests.Driving;

/// <summary>Writes a script that is started right afterwards.</summary>
internal static class Executable
{
    /// <summary>
    /// Another process writes it: were the file open for writing here while another test starts a process, that one would inherit the handle for a
    /// moment, and the system refuses to start a file that somebody may write to.
    /// </summary>
    public static async Task WriteAsync(string path, string text)
    {
        var result = await BuiltProgram.StartAsync("/bin/bash", text, new Dictionary<string, string?>(), "-c", "cat > \"$0\" && chmod +x \"$0\"", path);
        Assert.Equal(0, result.Code);
    }
}
