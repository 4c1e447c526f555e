using System.Buffers;
using System.Runtime.Intrinsics;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>W_up σ(W_down x + b_down) + b_up, packed for any number of rows: an adapter or a feed-forward block. Immutable; calls may overlap.</summary>
/// <param name="down">W_down, b_down.</param>
/// <param name="activation">σ.</param>
/// <param name="up">W_up, b_up.</param>
internal sealed unsafe class PackedBlock(PackedMatrix down, BlockActivation activation, PackedMatrix up)
{
    // The codes of so many rows are kept at a time: enough that reading the weights once for all of them costs nothing beside the products.
    private const int MostRows = 256;

    private readonly int _stride = (down.Outputs + PackedMatrix.Width - 1) / PackedMatrix.Width * PackedMatrix.Width;

    /// <summary>Bytes of the packed copies.</summary>
    public long Bytes => down.Bytes + up.Bytes;

    /// <summary>y_i += s_i · block(x_i).</summary>
    /// <param name="from">The x_i.</param>
    /// <param name="to">The y_i.</param>
    /// <param name="scales">s, [count].</param>
    /// <param name="count">Rows.</param>
    public void AddTo(RowPlaces from, RowPlaces to, float* scales, int count)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Min(count, MostRows) * _stride);
        fixed (float* codes = rented)
        {
            for (var start = 0; start < count; start += MostRows)
            {
                var rows = Math.Min(MostRows, count - start);
                down.Product(from.Skip(start), new RowPlaces(codes, _stride, null), null, rows);
                Activate(codes, rows);
                up.Product(new RowPlaces(codes, _stride, null), to.Skip(start), scales + start, rows);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    // What lies between the codes and the stride is anything and is never read.
    private void Activate(float* codes, int rows)
    {
        var count = (nint)rows * _stride;
        switch (activation)
        {
            case BlockActivation.Relu when Vector512.IsHardwareAccelerated:
                ActivationKernel<Lanes512, Vector512<float>>.Relu(codes, count);
                break;
            case BlockActivation.Relu:
                ActivationKernel<Lanes256, Vector256<float>>.Relu(codes, count);
                break;
            case BlockActivation.Gelu when Vector512.IsHardwareAccelerated:
                ActivationKernel<Lanes512, Vector512<float>>.Gelu(codes, count);
                break;
            case BlockActivation.Gelu:
                ActivationKernel<Lanes256, Vector256<float>>.Gelu(codes, count);
                break;
            default:
                for (nint i = 0; i < count; i++)
                    codes[i] = MathF.Tanh(codes[i]);
                break;
        }
    }
}
