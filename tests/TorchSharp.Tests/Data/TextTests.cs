using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Data;

/// <summary>The texts are those that the original's own tests expect.</summary>
public sealed class TextTests : IDisposable
{
    private static readonly float[] Mixed = [0f, 3.141f, 6.2834f, 3.14152f, 6.28e-06f, -13.141529f, 0.01f, 4713.14f];

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Numbers_follow_the_head_on_its_line()
    {
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14", Julia(tensor(3.14f)));
        Assert.Equal("[], type = ComplexFloat32, device = cpu, value = 3.14+6.28i", Julia(tensor((3.14f, 6.28f), complex64)));
    }

    [Fact]
    public void Julia_style_aligns_columns_and_names_each_matrix()
    {
        Assert.Equal("[4], type = Float32, device = cpu\n 0 0 0 0\n", Julia(zeros(4)));
        Assert.Equal("[2x4], type = Float32, device = cpu\n        0   3.141 6.2834 3.1415\n 6.28e-06 -13.142   0.01 4713.1\n", Julia(tensor(Mixed, [2, 4])));
        Assert.Equal("[2x2x2], type = Float32, device = cpu\n[0,..,..] =\n 0 0\n 0 0\n\n[1,..,..] =\n 0 0\n 0 0\n", Julia(zeros(2, 2, 2)));
    }

    [Fact]
    public void Julia_style_cuts_lines_at_the_width() =>
        Assert.Equal("[8], type = Int64, device = cpu\n 0 1 2 ...\n", arange(8).ToString(TensorStringStyle.Julia, width: 10, newLine: "\n"));

    [Fact]
    public void Numpy_style_nests_brackets_and_shows_the_edges()
    {
        Assert.Equal("[[0, 3.141, 6.2834, 3.1415]\n [6.28e-06, -13.142, 0.01, 4713.1]]", Numpy(tensor(Mixed, [2, 4])));
        Assert.Equal("[1, 1, 1, ... 1, 1, 1]", Numpy(ones(100, int32)));
        Assert.Equal("[[0, 1]\n [2, 3]\n [4, 5]\n ...\n [14, 15]\n [16, 17]\n [18, 19]]", Numpy(arange(20).reshape(10, 2)));
        Assert.Equal("[[[0, 0]\n  [0, 0]]\n\n [[0, 0]\n  [0, 0]]]", Numpy(zeros(2, 2, 2)));
    }

    [Fact]
    public void CSharp_style_is_a_declaration()
    {
        Assert.Equal("[4], type = Float32, device = cpu, value = float [] {0f, 0f, 0f, 0f}", CSharp(zeros(4)));
        Assert.Equal("[2x10], type = Int32, device = cpu, value = \nint [,] {\n {1, 1, 1, ... 1, 1, 1},\n {1, 1, 1, ... 1, 1, 1}\n}", CSharp(ones(2, 10, int32)));
        Assert.Equal("[2x2x2], type = Float32, device = cpu, value = \nfloat [,,] {\n {{0f, 0f},\n  {0f, 0f}},\n {{0f, 0f},\n  {0f, 0f}}\n}", CSharp(zeros(2, 2, 2)));
        Assert.Equal("[8x1], type = Int32, device = cpu, value = \nint [,] {\n {1},\n {1},\n {1},\n ...\n {1},\n {1},\n {1}\n}", CSharp(ones(8, 1, int32)));
    }

    [Fact]
    public void Meta_tensors_have_a_head_alone() =>
        Assert.Equal("[2], type = Float32, device = meta", Julia(zeros(2, device: META)));

    private static string Julia(Tensor tensor) => tensor.ToString(TensorStringStyle.Julia, newLine: "\n");

    private static string Numpy(Tensor tensor) => tensor.ToString(TensorStringStyle.Numpy, newLine: "\n");

    private static string CSharp(Tensor tensor) => tensor.ToString(TensorStringStyle.CSharp, newLine: "\n");
}
