using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A table of rows looked up by index, standard normal at first.</summary>
        /// <param name="num_embeddings">Rows.</param>
        /// <param name="embedding_dims">Length of a row.</param>
        /// <param name="padding_idx">A row that is zero and stays out of training; negative from the end.</param>
        /// <param name="max_norm">Rows above this norm are scaled down when they are looked up.</param>
        /// <param name="norm_type">Which p-norm.</param>
        /// <param name="scale_grad_by_freq">Whether a row's gradient is divided by how often it occurs in the batch.</param>
        /// <param name="sparse">Whether the table's gradient is a sparse tensor.</param>
        /// <param name="device">Where the table lies.</param>
        /// <param name="dtype">Its element type.</param>
        public static Embedding Embedding(
            long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(EmbeddingTable.Random(num_embeddings, embedding_dims, padding_idx, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <summary>A table of given rows.</summary>
        /// <param name="embeddings">[rows, dimensions]; the module shares its memory.</param>
        /// <param name="freeze">Whether the table stays out of training.</param>
        /// <inheritdoc cref="Embedding(long, long, long?, double?, double, bool, bool, Device?, ScalarType?)"/>
        public static Embedding Embedding_from_pretrained(
            Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
            bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
            new(EmbeddingTable.Given(embeddings, freeze, device, dtype), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);

        /// <summary>A table of rows reduced bag by bag, standard normal at first.</summary>
        /// <param name="num_embeddings">Rows.</param>
        /// <param name="embedding_dims">Length of a row.</param>
        /// <param name="max_norm">Rows above this norm are scaled down when they are looked up.</param>
        /// <param name="norm_type">Which p-norm.</param>
        /// <param name="scale_grad_by_freq">Whether a row's gradient is divided by how often it occurs in the batch; not with maxima.</param>
        /// <param name="mode">How the rows of a bag become one.</param>
        /// <param name="sparse">Whether the table's gradient is a sparse tensor; not with maxima.</param>
        /// <param name="include_last_offset">Whether the offsets end with the total.</param>
        /// <param name="padding_index">An index that counts for nothing; -1 for none.</param>
        /// <param name="device">Where the table lies.</param>
        /// <param name="dtype">Its element type.</param>
        public static EmbeddingBag EmbeddingBag(
            long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false,
            EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1,
            Device? device = null, ScalarType? dtype = null) =>
            new(
                EmbeddingTable.Random(num_embeddings, embedding_dims, padding_index < 0 ? null : padding_index, device, dtype),
                max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);

        /// <summary>A table of given rows, reduced bag by bag.</summary>
        /// <param name="embeddings">[rows, dimensions]; the module shares its memory.</param>
        /// <param name="freeze">Whether the table stays out of training.</param>
        /// <inheritdoc cref="EmbeddingBag(long, long, double?, double, bool, EmbeddingBagMode, bool, bool, long, Device?, ScalarType?)"/>
        public static EmbeddingBag EmbeddingBag_from_pretrained(
            Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false,
            EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false, long padding_index = -1,
            Device? device = null, ScalarType? dtype = null) =>
            new(
                EmbeddingTable.Given(embeddings, freeze, device, dtype), max_norm, norm_type, scale_grad_by_freq, mode, sparse,
                include_last_offset, padding_index);
    }
}
