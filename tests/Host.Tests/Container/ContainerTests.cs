using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection.PortableExecutable;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Container;

public sealed class ContainerTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly ImageFile _image = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Image_runs_as_no_root_and_names_only_what_is_there()
    {
        var last = _image.LastStage;

        Assert.DoesNotContain(last.Last(step => step.Name == "USER").Text, (string[])["root", "0"]);
        Assert.All(_image.Sources, source => Assert.True(Path.Exists(_image.At(source)), $".dockerignore lets {source} through, which is not there"));
        var health = last.Single(step => step.Name == "COPY" && step.Text.EndsWith(_image.Health[0], StringComparison.Ordinal)).Text.Split(' ')[0];
        foreach (var script in (string[])[health, _image.Publish[0]])
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_image.At(script)).HasFlag(UnixFileMode.OtherExecute), $"{script} is not executable");
    }

    [Fact]
    public async Task Health_check_says_whether_the_host_is_alive()
    {
        var host = await RunningHost.StartAsync(_folder);
        var port = host.Address.Port;

        var alive = await RunAsync(HealthScript, [$"{port}"]);
        await host.DisposeAsync();
        var gone = await RunAsync(HealthScript, [$"{port}"]);

        Assert.Equal((0, 1), (alive.Code, gone.Code));
    }

    [Fact]
    public async Task Entry_step_serves_a_home_to_those_who_have_a_key()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = _image.At($"src/Cli/bin/{configuration}/net10.0/moe");
        if (!File.Exists(program))
            Assert.Skip($"src/Cli is not built as {configuration}; ./moe test builds it");

        await ServeAsync(program, isAlone: false);
    }

    [Fact]
    public async Task Publish_step_makes_a_folder_that_serves_without_dotnet()
    {
        if (Environment.GetEnvironmentVariable("MOE_SOAK") != "1")
            Assert.Skip("publishing takes a minute; ./moe test --soak runs it");
        var work = Directory.CreateTempSubdirectory("moe-image-").FullName;
        try
        {
            _image.CopySources(Path.Combine(work, "source"));
            var published = await RunAsync(Path.Combine(work, "source", _image.Publish[0]), [work + _image.Publish[1]]);
            Assert.True(published.Code == 0, published.Said);
            string[] ours = [work + _image.Entry.Program + ".dll", .. Directory.EnumerateFiles(Path.GetDirectoryName(work + _image.Entry.Program)!, "MoECollab.*.dll")];
            Assert.All(ours, path => Assert.True(CompiledAhead(path), $"{path} is not compiled ahead of time"));
            // libtorch is there once, as files and not as links into a cache that the image does not have.
            var natives = new DirectoryInfo(Path.GetDirectoryName(work + _image.Entry.Program)!).EnumerateFiles("*.so*", SearchOption.AllDirectories).ToList();
            Assert.All(natives, file => Assert.Null(file.LinkTarget));
            Assert.Equal("libtorch", Assert.Single(natives, file => file.Length > 100_000_000).Directory!.Name);

            await ServeAsync(work + _image.Entry.Program, isAlone: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    [Fact]
    public void Assemblies_of_a_build_are_told_from_those_compiled_ahead()
    {
        Assert.False(CompiledAhead(typeof(ContainerTests).Assembly.Location));
        Assert.True(CompiledAhead(typeof(Uri).Assembly.Location));
    }

    private string HealthScript => _image.At("build/container-health.sh");

    // Beside its intermediate language it has a native header: that of ReadyToRun.
    private static bool CompiledAhead(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        return image.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
    }

    // The image's entry step, with this home for the volume and a free port for the image's own.
    private async Task ServeAsync(string program, bool isAlone)
    {
        var port = FreePort();
        string[] arguments = [.. _image.Entry.Arguments.Select(argument => argument == "/home" ? _folder.Home.Root : argument.Replace(":8080", $":{port}", StringComparison.Ordinal).Replace(":8081", $":{FreePort()}", StringComparison.Ordinal))];
        Assert.Contains($"http://0.0.0.0:{port}", arguments);

        var keyless = await RunAsync(program, arguments, isAlone);
        Assert.Equal(2, keyless.Code);
        Assert.Contains("moe apikeys new", keyless.Said, StringComparison.Ordinal);
        var key = (await RunAsync(program, ["apikeys", "new", "--scopes", "infer,read", "--home", _folder.Home.Root], isAlone)).Output.Trim();

        using var host = Start(program, arguments, isAlone);
        try
        {
            await Eventually.TrueAsync(async () => (await RunAsync(HealthScript, [$"{port}"])).Code == 0, "the host is alive");
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Eventually.TrueAsync(async () => (await RunningHost.SendAsync(http, HttpMethod.Get, "/readyz", null)).Status == 200, "it is ready");
            var answer = await RunningHost.SendAsync(http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body("bbb"), key);
            Assert.True(answer.Status == 200, answer.Text);
            Assert.StartsWith("beta/", answer.Answer.GetProperty("label").GetString(), StringComparison.Ordinal);
            Assert.Equal(401, (await RunningHost.SendAsync(http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body("bbb"))).Status);

            // What an engine stops a container with.
            await RunAsync("/bin/sh", ["-c", $"kill -TERM {host.Id}"]);
            await host.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Equal(0, host.ExitCode);
        }
        finally
        {
            if (!host.HasExited)
                host.Kill();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int Code, string Output, string Said)> RunAsync(string program, string[] arguments, bool isAlone = false)
    {
        using var process = Start(program, arguments, isAlone);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, output + await error);
    }

    /// <summary>Starts a program; alone, it finds nothing of what this machine has in its environment, such as a .NET.</summary>
    private static Process Start(string program, string[] arguments, bool isAlone)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (isAlone)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = "/bin";
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }
}
