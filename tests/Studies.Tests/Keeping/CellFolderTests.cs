using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Tests.Keeping;

public sealed class CellFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moe-studies-");

    [Fact]
    public void A_kept_cell_comes_back_whole()
    {
        var cells = new CellFolder(_folder.FullName);
        var cell = new Cell
        {
            Identity = "a",
            CpuSeconds = 1.5,
            Figures = new Dictionary<string, double> { ["accuracy"] = 1.0 / 3 },
            Answers = new Dictionary<string, IReadOnlyList<int>> { ["mixture"] = [3, -1] },
        };

        cells.Keep("seed-1", cell);
        var found = cells.Find("seed-1", "a")!;

        Assert.Equal(1.0 / 3, found.Figures["accuracy"]);
        Assert.Equal([3, -1], found.Answers["mixture"]);
        Assert.Equal(1.5, found.CpuSeconds);
    }

    [Fact]
    public void A_cell_of_other_data_is_not_taken()
    {
        var cells = new CellFolder(_folder.FullName);

        cells.Keep("seed-1", new Cell { Identity = "a" });

        Assert.Null(cells.Find("seed-1", "b"));
    }

    [Fact]
    public void Half_a_file_is_no_cell()
    {
        var cells = new CellFolder(_folder.FullName);
        cells.Keep("seed-1", new Cell { Identity = "a" });

        File.WriteAllText(Path.Combine(_folder.FullName, "seed-1.json"), "{\"identity\":\"a\",");

        Assert.Null(cells.Find("seed-1", "a"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
