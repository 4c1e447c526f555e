using MoECollab.Benchmarks.Layer;
using MoECollab.Gating.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Repository.Tests;

public sealed class LayerFormsTests
{
    private const long Seed = 17;
    private static readonly string[] Names = ["index_loop", "sorted_split", "dense_wide", "dense_bmm", "masked_loop", "padded_bmm", "gathered", "per_token"];

    [Theory]
    [InlineData("adapter", 5, 1, 1)]
    [InlineData("adapter", 5, 2, 70)]
    [InlineData("feed-forward", 3, 2, 9)]
    [InlineData("feed-forward", 4, 1, 33)]
    public void Eight_forms_on_TorchSharp_compute_what_the_kernels_compute(string kind, int experts, int kept, int rows)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var cell = CellOf(kind, experts, kept, rows);
        var expected = AnswerOfKernels(cell);
        using var forms = new TorchCell(cell, Seed, CPU);

        Assert.Equal(Names, forms.Forms.Select(form => form.Name));
        Assert.All(forms.Forms, form =>
        {
            var actual = HostMemory.Read(form.Run(forms.Inputs[0]));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-4f);
        });
    }

    [Fact]
    public void Timing_forms_and_building_the_next_cell_leave_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var forms = new TorchForms(null);
        var built = forms.Build(CellOf("adapter", 4, 2, 12), Seed);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var times = forms.Time(1);
        var again = forms.Build(CellOf("adapter", 4, 2, 12), Seed);

        Assert.All(times.Values, time => Assert.True(time > 0));
        Assert.Contains("index_loop", times.Keys);
        Assert.Contains("sorted_split", times.Keys);
        Assert.Equal(built.Answer, again.Answer);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void One_product_per_token_is_not_run_on_many_rows()
    {
        using var scope = NewDisposeScope();
        using var forms = new TorchCell(new LayerCell("adapter", 8, 4, 64, 1, 600), Seed, CPU);

        Assert.Contains("padded_bmm", forms.Forms.Select(form => form.Name));
        Assert.DoesNotContain("per_token", forms.Forms.Select(form => form.Name));
    }

    [Fact]
    public void Agreement_with_another_side_counts_from_the_first_sides_answer()
    {
        using var peers = new PeerForms([new TorchForms(null), new OtherForms(0.25f)]);

        var built = peers.Build(CellOf("adapter", 4, 1, 3), Seed);

        Assert.Equal(0.25, built.Apart["sorted_split" + PythonForms.Mark], 1e-4);
        Assert.True(built.Apart["sorted_split"] < 1e-4);
        Assert.Contains("sorted_split" + PythonForms.Mark, peers.Time(1).Keys);
    }

    [Fact]
    public void Ratios_are_to_the_better_of_both_sides()
    {
        var theirs = new Dictionary<string, List<double>> { ["index_loop"] = [30], ["sorted_split"] = [20], ["sorted_split" + PythonForms.Mark] = [10], ["index_loop" + PythonForms.Mark] = [40] };
        var figure = new LayerFigure(CellOf("adapter", 4, 1, 1), [2], theirs, 0, 1, 1);

        Assert.Equal("sorted_split" + PythonForms.Mark, figure.Best);
        Assert.Equal(5, figure.Ratio);
        Assert.Equal(5, figure.RatioTo("sorted_split"));
        Assert.Equal(15, figure.RatioTo("index_loop"));
    }

    private static LayerCell CellOf(string kind, int experts, int kept, int rows) => new(kind, 16, kind == "adapter" ? 8 : 64, experts, kept, rows);

    private static float[] AnswerOfKernels(LayerCell cell)
    {
        var answer = new float[cell.Rows * cell.Size];
        using var kernels = new FusedLayer(cell, Seed);
        kernels.Run(HashedValues.Of(cell.Rows * cell.Size, Seed + 5000, 1), answer);
        return answer;
    }
}
