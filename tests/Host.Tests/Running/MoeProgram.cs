using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

/// <summary>The program <c>moe</c> as it is built, in processes of its own.</summary>
internal static class MoeProgram
{
    /// <summary>Skips the test where the program is not built.</summary>
    public static string Path()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = folder.Parent!.Name;
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "MoECollab.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has MoECollab.sln; the tests run from a checkout.");
        var program = System.IO.Path.Combine(folder.FullName, $"src/Cli/bin/{configuration}/net10.0/moe");
        if (!File.Exists(program))
            Assert.Skip($"src/Cli is not built as {configuration}; ./moe test builds it");
        return program;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts <c>moe serve</c>, and waits until it is ready.</summary>
    public static async Task<Process> ServeAsync(ServedFolder folder, HttpClient http, params string[] settings)
    {
        string[] arguments = ["serve", "--home", folder.Home.Root, "--device", "cpu", "--urls", $"{http.BaseAddress}".TrimEnd('/'), "--set", "Server:GrpcUrls=none", "--quiet", .. settings.SelectMany(setting => (string[])["--set", setting])];
        var process = Process.Start(new ProcessStartInfo(Path(), arguments) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () =>
        {
            Assert.False(process.HasExited, "it ended");
            try
            {
                return (await RunningHost.SendAsync(http, HttpMethod.Get, "/readyz", null)).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "moe serve is ready");
        return process;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
