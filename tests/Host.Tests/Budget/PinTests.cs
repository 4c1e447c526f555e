using System.Runtime.Versioning;
using MoECollab.Host.Generations;
using MoECollab.Host.Guarding;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Tests.Budget;

[SupportedOSPlatform("linux")]
public sealed class PinTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pins_of_the_files_over_http_and_over_the_socket_are_one_set()
    {
        var admin = new ApiKeyFile(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System).Add("operator", ["admin"]).Text;
        PackageStates.Open(_folder.Home, TimeProvider.System).Pin("alpha");

        await using (var host = await RunningHost.StartAsync(_folder, ("Security:AdminOverHttp", "true"), ("Budget:DeviceBytes", "100000000")))
        {
            Assert.Equal(401, (await host.PostAsync("/moe/v1/experts/beta:pin", "{}")).Status);
            Assert.Equal(200, (await RunningHost.SendAsync(host.Http, HttpMethod.Post, "/moe/v1/experts/beta:pin", "{}", admin)).Status);
            Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/gamma:pin", null)).Status);
            Assert.Equal(200, (await RunningHost.SendAsync(host.Http, HttpMethod.Post, "/moe/v1/experts/alpha:unpin", "{}", admin)).Status);
            Assert.Equal(["beta", "gamma"], host.Service<ServedHome>().States.Pinned.Order(StringComparer.Ordinal));
        }

        Assert.Equal(["beta", "gamma"], PackageStates.Open(_folder.Home, TimeProvider.System).Pinned.Order(StringComparer.Ordinal));
    }
}
