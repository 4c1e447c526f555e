using System.Text.Json;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Weights;

namespace MoECollab.Host.Tests.Budget;

/// <summary>Experts without code that have weights of any size.</summary>
internal static class AdapterPackages
{
    private const int Letters = 26;

    /// <summary>An adapter without code, its weights drawn by a seed.</summary>
    public static void Add(ServedFolder folder, string id, int seed, int rank, string? labels = null)
    {
        var package = folder.Home.Locate(PackageRole.Expert, id, "1.0.0");
        var content = Directory.CreateDirectory(Path.Combine(package.Folder, "moe")).FullName;
        var random = new Random(seed);
        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        WeightWriter.Write(Path.Combine(content, "adapter_model.safetensors"),
        [
            NamedWeights.Of("down.weight", Drawn(rank * Letters), rank, Letters),
            NamedWeights.Of("up.weight", Drawn(rank * Letters), Letters, rank),
            NamedWeights.Of("head.weight", Drawn(2 * Letters), 2, Letters),
            NamedWeights.Of("head.bias", Drawn(2), 2),
        ]);
        File.WriteAllText(Path.Combine(content, "labels.json"), JsonSerializer.Serialize((string[])[$"{labels ?? id}/yes", $"{labels ?? id}/no"]));
        ManifestWriter.Write(PackageRole.Expert, package.Folder, new PackageManifest { Id = id, Version = "1.0.0", Kind = "adapter", Task = new PackageTask { Labels = "labels.json" } });
    }

    /// <summary>The expert itself, not the routed mixture; all that it answers, to the last digit.</summary>
    public static async Task<string> AskAsync(RunningHost host, string expert, string text)
    {
        var body = JsonSerializer.Serialize(new
        {
            inputs = new[] { new { name = "text", datatype = "BYTES", shape = (int[])[1], data = (string[])[text] } },
            outputs = new[] { new { name = "label" }, new { name = "probability" }, new { name = "probabilities" } },
        });
        var reply = await host.PostAsync($"/v2/models/{expert}/infer", body);
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Json.GetProperty("outputs").GetRawText();
    }
}
