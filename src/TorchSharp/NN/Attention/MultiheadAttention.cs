using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Several attentions side by side over parts of the embedding, joined by one linear map (Vaswani et al. 2017, section 3.2.2).
/// Sequences come first: L query positions, S key positions, N batch, E embedding.
/// </summary>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly AttentionSizes _sizes;
    private readonly double _dropout;
    private readonly bool _addZeroAttention;

    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter? _inProjection;

    [ComponentName(Name = "q_proj_weight")]
    private readonly Parameter? _query;

    [ComponentName(Name = "k_proj_weight")]
    private readonly Parameter? _key;

    [ComponentName(Name = "v_proj_weight")]
    private readonly Parameter? _value;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter? _inBias;

    [ComponentName(Name = "bias_k")]
    private readonly Parameter? _keyBias;

    [ComponentName(Name = "bias_v")]
    private readonly Parameter? _valueBias;

    [ComponentName(Name = "out_proj")]
    private readonly Linear _outProjection;

    internal MultiheadAttention(AttentionSizes sizes, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn)
        : base(nameof(MultiheadAttention))
    {
        (_sizes, _dropout, _addZeroAttention) = (sizes, dropout, add_zero_attn);
        var embedding = sizes.Embedding;
        if (sizes.OneProjection)
        {
            _inProjection = Own("in_proj_weight", NewParameter.Empty([3 * embedding, embedding]));
        }
        else
        {
            _query = Own("q_proj_weight", NewParameter.Empty([embedding, embedding]));
            _key = Own("k_proj_weight", NewParameter.Empty([embedding, sizes.Key]));
            _value = Own("v_proj_weight", NewParameter.Empty([embedding, sizes.Value]));
        }
        if (bias)
            _inBias = Own("in_proj_bias", NewParameter.Empty([3 * embedding]));
        _outProjection = nn.Linear(embedding, embedding, bias);
        register_module("out_proj", _outProjection);
        if (add_bias_kv)
        {
            _keyBias = Own("bias_k", NewParameter.Empty([1, 1, embedding]));
            _valueBias = Own("bias_v", NewParameter.Empty([1, 1, embedding]));
        }
        ResetParameters();
    }

    private MultiheadAttention(MultiheadAttention other)
        : base(nameof(MultiheadAttention))
    {
        (_sizes, _dropout, _addZeroAttention) = (other._sizes, other._dropout, other._addZeroAttention);
        _inProjection = CopyOf(other, "in_proj_weight");
        _query = CopyOf(other, "q_proj_weight");
        _key = CopyOf(other, "k_proj_weight");
        _value = CopyOf(other, "v_proj_weight");
        _inBias = CopyOf(other, "in_proj_bias");
        _keyBias = CopyOf(other, "bias_k");
        _valueBias = CopyOf(other, "bias_v");
        _outProjection = Copies.Of(other._outProjection);
        register_module("out_proj", _outProjection);
    }

    /// <inheritdoc cref="forward"/>
    public new Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    /// <summary>Attention of every query position over all key positions.</summary>
    /// <param name="query">[L, N, E].</param>
    /// <param name="key">[S, N, key size].</param>
    /// <param name="value">[S, N, value size].</param>
    /// <param name="key_padding_mask">[N, S]: true (or, of numbers, minus infinity) for positions to ignore.</param>
    /// <param name="need_weights">Whether to return the weights, averaged over the heads.</param>
    /// <param name="attn_mask">[L, S] or [N · heads, L, S]: true where attention is forbidden, or numbers to add.</param>
    /// <returns>[L, N, E], and [N, L, S] or null.</returns>
    public override Tuple<Tensor, Tensor> forward(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        using var scope = NewDisposeScope();
        var (length, batch) = (query.shape[0], query.shape[1]);
        var (q, k, v) = Project(query, key, value);
        if (_keyBias is not null)
        {
            k = cat([k, _keyBias.expand([1, batch, _sizes.Embedding])], 0);
            v = cat([v, _valueBias!.expand([1, batch, _sizes.Embedding])], 0);
        }

        q = Heads(q.mul(1 / Math.Sqrt(_sizes.Head)), batch);   // [N·h, L, d]
        k = Heads(k, batch);                                   // [N·h, S, d]
        v = Heads(v, batch);                                   // [N·h, S, d]
        if (_addZeroAttention)
        {
            k = cat([k, k.new_zeros([k.shape[0], 1, _sizes.Head])], 1);
            v = cat([v, v.new_zeros([v.shape[0], 1, _sizes.Head])], 1);
        }

        var scores = q.bmm(k.transpose(1, 2));                 // [N·h, L, S]
        scores = AttentionMasks.Apply(scores, attn_mask, key_padding_mask, _sizes.Heads);
        var weights = nn.functional.softmax(scores, -1);
        if (_dropout > 0 && training)
            weights = nn.functional.dropout(weights, _dropout);

        var attended = weights.bmm(v).transpose(0, 1).reshape([length, batch, _sizes.Embedding]);
        var output = _outProjection.call(attended).MoveToOuterDisposeScope();
        var mean = need_weights
            ? weights.view([batch, _sizes.Heads, length, -1]).mean([1]).MoveToOuterDisposeScope()
            : null;
        return Tuple.Create(output, mean!);
    }

    /// <summary>A module of its own with the same values.</summary>
    internal MultiheadAttention Copy() => new(this);

    private (Tensor Query, Tensor Key, Tensor Value) Project(Tensor query, Tensor key, Tensor value)
    {
        var embedding = _sizes.Embedding;
        Tensor?[] biases = _inBias is null ? new Tensor?[3] : _inBias.split(embedding);
        Tensor[] maps = _inProjection is null ? [_query!, _key!, _value!] : _inProjection.split(embedding);
        return (
            nn.functional.linear(query, maps[0], biases[0]),
            nn.functional.linear(key, maps[1], biases[1]),
            nn.functional.linear(value, maps[2], biases[2]));
    }

    private Tensor Heads(Tensor projected, long batch) =>
        projected.contiguous().view([-1, batch * _sizes.Heads, _sizes.Head]).transpose(0, 1);

    private void ResetParameters()
    {
        foreach (var map in new[] { _inProjection, _query, _key, _value })
        {
            if (map is not null)
                nn.init.xavier_uniform_(map);
        }
        if (_inBias is not null)
        {
            nn.init.zeros_(_inBias);
            nn.init.zeros_(_outProjection.bias!);
        }
        if (_keyBias is not null)
        {
            nn.init.xavier_normal_(_keyBias);
            nn.init.xavier_normal_(_valueBias!);
        }
    }

    private Parameter Own(string component, Parameter parameter)
    {
        register_parameter(component, parameter);
        return parameter;
    }

    private Parameter? CopyOf(MultiheadAttention other, string component) =>
        other._internal_params.TryGetValue(component, out var found) ? Own(component, NewParameter.CopyOf(found)) : null;
}
