using MoECollab.Encoders;
using MoECollab.Inputs;
using MoECollab.Training.Data;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Studies.Guarding;

/// <summary>Distances to the training rows in the encoder's space.</summary>
internal sealed class HiddenScores : IDisposable
{
    private const double Ridge = 1e-3;
    private const int BatchSize = 256;

    private readonly IEncoder _encoder;
    private readonly Tensor _directions;   // [n, d] unit length
    private readonly Tensor _whitening;    // [d, d], W with W Wᵀ the inverse of the covariance within classes
    private readonly Tensor _means;        // [C, d] of the whitened vectors

    public HiddenScores(IEncoder encoder, IReadOnlyList<Example> train)
    {
        _encoder = encoder;
        using var scope = NewDisposeScope();
        var hidden = Encode(train);                                                                  // [n, d]
        string[] labels = [.. train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        var classOf = labels.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        var classes = tensor(train.Select(row => classOf[row.Label]).ToArray());
        var counts = zeros(labels.Length).index_add(0, classes, ones(train.Count), 1);
        var means = zeros(labels.Length, hidden.shape[1]).index_add(0, classes, hidden, 1) / counts.unsqueeze(1);
        var centred = hidden - means.index_select(0, classes);
        var covariance = centred.t().mm(centred) / train.Count;                                      // [d, d]
        var ridge = eye(hidden.shape[1]) * (covariance.diagonal().mean() * Ridge);
        _whitening = InverseRoot(covariance + ridge).DetachFromDisposeScope();
        _means = means.mm(_whitening).DetachFromDisposeScope();
        _directions = (hidden / hidden.norm(1, true).clamp_min(1e-12)).DetachFromDisposeScope();
    }

    /// <summary>Minus the least Mahalanobis distance to a class, covariance shared (Lee et al. 2018).</summary>
    public double[] Mahalanobis(IReadOnlyList<Example> rows) => Each(rows, hidden =>
    {
        var white = hidden.mm(_whitening);                                                           // [b, d]
        var squares = white.pow(2).sum(1, true) + _means.pow(2).sum(1).unsqueeze(0) - (2 * white.mm(_means.t()));
        return -squares.amin(1);
    });

    /// <summary>The cosine to the k-th nearest training row (Sun et al. 2022).</summary>
    public double[] Neighbour(IReadOnlyList<Example> rows, int k) => Each(rows, hidden =>
        (hidden / hidden.norm(1, true).clamp_min(1e-12)).mm(_directions.t()).topk(k, 1).values.select(1, k - 1));

    public void Dispose()
    {
        _directions.Dispose();
        _whitening.Dispose();
        _means.Dispose();
    }

    private double[] Each(IReadOnlyList<Example> rows, Func<Tensor, Tensor> score)
    {
        var scores = new List<double>(rows.Count);
        foreach (var batch in rows.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            scores.AddRange(HostFloats.Read(score(Encode(batch))).Select(value => (double)value));
        }

        return [.. scores];
    }

    private Tensor Encode(IReadOnlyList<Example> rows)
    {
        using var encoded = EncodedInputs.Encode(_encoder, [.. rows.Select(row => new RawInput(row.Text))], null);
        return encoded.Rows(0, rows.Count).clone();
    }

    // Inverse of the lower Cholesky factor, transposed: x ↦ x W is the forward substitution of each row.
    private static Tensor InverseRoot(Tensor matrix)
    {
        var size = (int)matrix.shape[0];
        var values = HostFloats.Read(matrix);
        var lower = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = (double)values[(row * size) + column];
                for (var k = 0; k < column; k++) sum -= lower[row, k] * lower[column, k];
                lower[row, column] = row == column ? Math.Sqrt(sum) : sum / lower[column, column];
            }
        }

        var inverse = new float[size * size];   // Wᵀ = L⁻¹, written transposed
        var solved = new double[size];
        for (var unit = 0; unit < size; unit++)
        {
            for (var row = 0; row < size; row++)
            {
                var sum = row == unit ? 1.0 : 0;
                for (var k = unit; k < row; k++) sum -= lower[row, k] * solved[k];
                solved[row] = row < unit ? 0 : sum / lower[row, row];
                inverse[(unit * size) + row] = (float)solved[row];
            }
        }

        return tensor(inverse, [size, size]);
    }
}
