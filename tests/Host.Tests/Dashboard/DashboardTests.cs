using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Dashboard;

public sealed class DashboardTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly string _profile = Directory.CreateTempSubdirectory("moe-browser-").FullName;
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    [Fact]
    public async Task Page_needs_nothing_from_outside_and_nothing_inline()
    {
        using var response = await _host.Http.GetAsync("/", TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(https?:)?//"), page);
        Assert.DoesNotMatch(new Regex("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+="), page);
        foreach (Match file in Regex.Matches(page, "(?:src|href)=\"(/[^\"]+)\""))
            Assert.Equal(200, (await _host.GetAsync(file.Groups[1].Value)).Status);
    }

    [Fact]
    public async Task Page_works_in_a_browser_with_the_keyboard_on_a_phone_in_light_and_dark()
    {
        if (!File.Exists(Browser.Program))
            Assert.Skip("chromium is not installed");
        await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa", "bbb"));
        await using var browser = await Browser.OpenAsync(_host.Address, _profile);

        await TrueAsync(browser, "document.getElementById('status').textContent === 'Ready: 3 experts, generation 1'");
        await TrueAsync(browser, "[...document.querySelectorAll('#experts th')].map(cell => cell.firstChild.textContent).join() === 'alpha,beta,gamma'");
        await TrueAsync(browser, "document.querySelector('#experts meter').value === 0.5 && document.getElementById('errors').textContent === '0' && document.getElementById('rejected').textContent === '0'");
        await TrueAsync(browser, "/^the last [0-9]+ s$/.test(document.getElementById('window').textContent)");
        await TrueAsync(browser, "document.getElementById('events').textContent.includes('3 experts answer')");

        await browser.EvaluateAsync("document.getElementById('text').focus()");
        await browser.CallAsync("Input.insertText", new JsonObject { ["text"] = "bbb <b>bold</b>" });
        await browser.CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyDown", ["key"] = "Enter", ["code"] = "Enter", ["windowsVirtualKeyCode"] = 13, ["modifiers"] = 2 });
        await TrueAsync(browser, "document.getElementById('verdict').textContent.startsWith('beta/yes (75.0 %)')");
        await TrueAsync(browser, "document.querySelector('#scores tr.chosen th').firstChild.textContent === 'beta'");
        await SeeAsync(browser, "dashboard-light", 1280, 900, "light");
        await SeeAsync(browser, "dashboard-dark", 1280, 900, "dark");

        await SeeAsync(browser, "dashboard-phone", 390, 844, "light");
        await TrueAsync(browser, "document.documentElement.scrollWidth <= 390");
    }

    private static Task TrueAsync(Browser browser, string expression) => Eventually.TrueAsync(async () => (bool?)await browser.EvaluateAsync(expression) == true, expression);

    // MOE_SCREENSHOTS names a folder where the pictures of docs/ are made.
    private static async Task SeeAsync(Browser browser, string name, int width, int height, string scheme)
    {
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await browser.CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        var ground = (string?)await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == "light" ? "rgb(246, 247, 249)" : "rgb(18, 21, 26)", ground);
        if (Environment.GetEnvironmentVariable("MOE_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        var picture = await browser.CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), Convert.FromBase64String((string)picture["data"]!), TestContext.Current.CancellationToken);
    }
}
