using Microsoft.Extensions.AI;
using MoECollab.Host.Generations;

namespace MoECollab.Host.InProcess;

/// <summary>The served home's encoder behind the interface that .NET programs expect of embeddings.</summary>
internal sealed class EncoderEmbeddings(MixtureService mixture, ServedHome served) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        if (texts.Length == 0)
            return [];
        var vectors = await mixture.EmbedAsync(texts, cancellationToken);
        var model = served.Current?.Home.Encoder?.Description.Id;
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector) { ModelId = model }));
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("moecollab", null, served.Current?.Home.Encoder?.Description.Id, served.Current?.Home.Encoder?.Description.HiddenSize);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }
}
