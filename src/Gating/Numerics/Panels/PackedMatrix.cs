using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MoECollab.Weights;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>
/// An affine map y = W x + b, packed once for products with any number of rows: W in panels of two registers of outputs, or output by output where these are few; aligned to cache lines.
/// No product packs or allocates anything. Immutable; calls may overlap.
/// </summary>
public sealed unsafe class PackedMatrix
{
    private const int Line = 64;

    // An expert's matrices: read in pairs they come 10 to 20 % faster from far memory. A large gate's is read often, and loses as much by it.
    private const int FewPanels = 4;

    // Rows that a kernel takes at a time.
    private const int MostRows = PanelKernel<Lanes256, Vector256<float>>.MostRows;

    // A panel of so few outputs would be nearly empty.
    private const int FewOutputs = 8;

    private readonly Memory<float> _memory; // [panels, inputs + 1, width], the bias first; or [outputs, stride], then the bias
    private readonly float* _panels;

    /// <summary>Packs a matrix.</summary>
    /// <param name="weight">W, [outputs, inputs] row by row; copied.</param>
    /// <param name="bias">b, [outputs], or empty for none; copied.</param>
    /// <param name="inputs">Length of x, at least 1.</param>
    public PackedMatrix(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (weight.Length % inputs != 0)
            throw new ArgumentException($"{weight.Length} weights are no whole rows of {inputs}.", nameof(weight));
        Inputs = inputs;
        Outputs = weight.Length / inputs;
        if (!bias.IsEmpty && bias.Length != Outputs)
            throw new ArgumentException($"There are {bias.Length} offsets for {Outputs} outputs.", nameof(bias));

        _memory = WeightMemory.Allocate<float>(checked((int)(BytesOf(inputs, Outputs) / sizeof(float))));
        _panels = (float*)Unsafe.AsPointer(ref _memory.Span[0]);
        if (Outputs <= FewOutputs)
        {
            for (var output = 0; output < Outputs; output++)
                weight.Slice(output * inputs, inputs).CopyTo(new Span<float>(_panels + ((nint)output * StrideOf(inputs)), inputs));
            bias.CopyTo(new Span<float>(_panels + ((nint)Outputs * StrideOf(inputs)), Outputs));
            return;
        }

        for (var output = 0; output < Outputs; output++)
        {
            var column = _panels + ((nint)(output / Width) * PanelLength) + (output % Width);
            column[0] = bias.IsEmpty ? 0f : bias[output];
            for (var input = 0; input < inputs; input++)
                column[(nint)(input + 1) * Width] = weight[(output * inputs) + input];
        }
    }

    /// <summary>Outputs of a panel on this machine.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 2 * Vector512<float>.Count : 2 * Vector256<float>.Count;

    /// <summary>Length of x.</summary>
    public int Inputs { get; }

    /// <summary>Length of y.</summary>
    public int Outputs { get; }

    /// <summary>
    /// Whether the weights come from tensors, so that libtorch is there: then products of many rows go to its BLAS where that was measured to be faster (<see cref="LargeProducts"/>). It is not linked for that alone.
    /// </summary>
    public bool IsBesideTensors { get; init; }

    /// <summary>Bytes that the packed copy takes.</summary>
    public long Bytes => sizeof(float) * (long)_memory.Length;

    /// <summary>Bytes that the packed copy of a matrix takes.</summary>
    /// <param name="inputs">Length of x.</param>
    /// <param name="outputs">Length of y.</param>
    public static long BytesOf(int inputs, int outputs) => outputs <= FewOutputs
        ? (sizeof(float) * outputs * (StrideOf(inputs) + 1L)) + Line
        : (sizeof(float) * ((outputs + Width - 1L) / Width) * (inputs + 1L) * Width) + Line;

    /// <summary>So many outputs, and what fills up their last panel.</summary>
    internal static int WholePanels(int outputs) => (outputs + Width - 1) / Width * Width;

    private static int StrideOf(int inputs) => (inputs + (Line / sizeof(float)) - 1) / (Line / sizeof(float)) * (Line / sizeof(float));

    private int Panels => (Outputs + Width - 1) / Width;

    private int PanelLength => (Inputs + 1) * Width;

    /// <summary>Y = X Wᵀ + b.</summary>
    /// <param name="input">X [rows, inputs] row by row.</param>
    /// <param name="output">Receives Y, [rows, outputs].</param>
    public void Product(ReadOnlySpan<float> input, Span<float> output)
    {
        var rows = output.Length / Outputs;
        if (rows * Outputs != output.Length || rows * Inputs != input.Length)
            throw new ArgumentException($"{input.Length} inputs and room for {output.Length} outputs are no rows of {Inputs} and {Outputs}.", nameof(input));
        fixed (float* x = input)
        fixed (float* y = output)
            Product(new RowPlaces(x, Inputs, null), new RowPlaces(y, Outputs, null), null, rows);
    }

    /// <summary>y_i = W x_i + b, or y_i += s_i (W x_i + b) where there are scales.</summary>
    /// <param name="from">The x_i.</param>
    /// <param name="to">The y_i.</param>
    /// <param name="scales">[count], or null.</param>
    /// <param name="count">Rows.</param>
    internal void Product(RowPlaces from, RowPlaces to, float* scales, int count)
    {
        if (Outputs <= FewOutputs)
        {
            RunDots(from, to, scales, count);
        }
        else if (IsBesideTensors && LargeProducts.OfProcess.GoToBlas(this, count))
        {
            BlasProduct.Run(this, from, to, scales, count);
        }
        else
        {
            RunPanels(from, to, scales, count);
        }

        GC.KeepAlive(this); // the panels are read by address
    }

    /// <summary>The offsets, and after them the weights of each input, in columns as many as the panels have.</summary>
    /// <param name="rows">Receives [1 + inputs, <see cref="WholePanels"/> of the outputs]. A matrix of few outputs is in no panels.</param>
    internal void Unpack(Span<float> rows)
    {
        var columns = WholePanels(Outputs);
        for (var panel = 0; panel < Panels; panel++)
        {
            for (var row = 0; row <= Inputs; row++)
                new ReadOnlySpan<float>(_panels + ((nint)panel * PanelLength) + ((nint)row * Width), Width).CopyTo(rows[((row * columns) + (panel * Width))..]);
        }
    }

    /// <summary>The product by the panels' own kernels, whatever the number of rows.</summary>
    internal void RunPanels(in RowPlaces from, in RowPlaces to, float* scales, int count)
    {
        // All rows pass over one panel before the next panel is read: the weights come from memory once.
        var (width, length) = (Width, PanelLength);
        for (var panel = 0; panel * width < Outputs; panel++)
        {
            if (count == 1 && Panels <= FewPanels && (panel + 2) * width <= Outputs)
            {
                RunPair(_panels + ((nint)panel * length), from.At(0), to.At(0) + (panel * width), scales);
                panel++;
                continue;
            }

            var first = panel * width;
            var used = Math.Min(width, Outputs - first);
            for (var row = 0; row < count;)
            {
                var left = count - row;
                var taken = left <= MostRows ? left : left < 2 * MostRows ? (left + 1) / 2 : MostRows;
                RunPanel(_panels + ((nint)panel * length), (first, used), from, to, scales, (row, taken));
                row += taken;
            }
        }
    }

    private void RunPanel(float* panel, (int First, int Used) columns, in RowPlaces xs, in RowPlaces ys, float* scales, (int Start, int Count) rows)
    {
        var from = stackalloc float*[MostRows];
        var to = stackalloc float*[MostRows];
        for (var i = 0; i < rows.Count; i++)
        {
            from[i] = xs.At(rows.Start + i);
            to[i] = ys.At(rows.Start + i) + columns.First;
        }

        scales = scales is null ? null : scales + rows.Start;
        if (columns.Used == Width)
            RunKernel(panel, new PanelRows(rows.Count, from, to, scales));
        else
            RunNarrow(panel, new PanelRows(rows.Count, from, to, scales), columns.Used);
    }

    // The last panel of a matrix may be wider than what is left of it: its rows are computed aside.
    [SkipLocalsInit]
    private void RunNarrow(float* panel, in PanelRows rows, int used)
    {
        var aside = stackalloc float[MostRows * Width];
        var to = stackalloc float*[MostRows];
        for (var i = 0; i < rows.Count; i++)
        {
            to[i] = aside + (i * Width);
            if (rows.Scales is not null)
                new ReadOnlySpan<float>(rows.To[i], used).CopyTo(new Span<float>(to[i], used));
        }

        RunKernel(panel, new PanelRows(rows.Count, rows.From, to, rows.Scales));
        for (var i = 0; i < rows.Count; i++)
            new ReadOnlySpan<float>(to[i], used).CopyTo(new Span<float>(rows.To[i], used));
    }

    private void RunDots(in RowPlaces from, in RowPlaces to, float* scales, int count)
    {
        var sizes = (Inputs, Outputs, StrideOf(Inputs));
        if (Vector512.IsHardwareAccelerated)
            DotKernel<Lanes512, Vector512<float>>.Run(_panels, sizes, from, to, scales, count);
        else
            DotKernel<Lanes256, Vector256<float>>.Run(_panels, sizes, from, to, scales, count);
    }

    private void RunPair(float* panel, float* from, float* to, float* scales)
    {
        var rows = new PanelRows(1, &from, &to, scales);
        if (Vector512.IsHardwareAccelerated)
            PanelKernel<Lanes512, Vector512<float>>.RunPair(panel + Width, PanelLength, Inputs, rows);
        else
            PanelKernel<Lanes256, Vector256<float>>.RunPair(panel + Width, PanelLength, Inputs, rows);
    }

    private void RunKernel(float* panel, in PanelRows rows)
    {
        if (Vector512.IsHardwareAccelerated)
            PanelKernel<Lanes512, Vector512<float>>.Run(panel + Width, panel, Inputs, rows);
        else
            PanelKernel<Lanes256, Vector256<float>>.Run(panel + Width, panel, Inputs, rows);
    }
}
