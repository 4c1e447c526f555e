using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MoECollab.Errors;

namespace MoECollab.Host.Guarding;

/// <summary>The file of API keys: what <c>moe apikeys</c> writes and the host reads. Readable by its owner alone.</summary>
public sealed class ApiKeyFile
{
    private const int IdBytes = 5;
    private const int SecretBytes = 32;

    private static readonly string[] Scopes = ["infer", "read", "admin"];

    private readonly string _path;
    private readonly TimeProvider _time;

    /// <summary>Names the file; it need not exist.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="time">Stamps new keys.</param>
    public ApiKeyFile(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>The file of a home.</summary>
    /// <param name="home">The home's folder.</param>
    public static string PathIn(string home) => Path.Combine(home, "apikeys.json");

    /// <summary>The keys.</summary>
    /// <exception cref="MoECollabException">The file is there and is not sound (<c>apikeys-invalid</c>).</exception>
    public IReadOnlyList<ApiKey> Read()
    {
        if (!File.Exists(_path))
            return [];
        try
        {
            var keys = JsonSerializer.Deserialize(File.ReadAllBytes(_path), ApiKeyJson.Default.IReadOnlyListApiKey) ?? [];
            return keys.FirstOrDefault(key => key.Hash.Length != 2 * SHA256.HashSizeInBytes || key.Scopes.Any(scope => !Scopes.Contains(scope))) is { } strange
                ? throw new MoECollabException("apikeys-invalid", $"{_path}: the key '{strange.Id}' has a scope or hash that this host does not know.")
                : keys;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new MoECollabException("apikeys-invalid", $"{_path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">For people.</param>
    /// <param name="scopes"><c>infer</c>, <c>read</c>, <c>admin</c>; at least one.</param>
    /// <returns>The key as it is kept, and its text, which is not kept anywhere.</returns>
    /// <exception cref="MoECollabException">A scope does not exist (<c>usage</c>).</exception>
    public (ApiKey Key, string Text) Add(string name, IReadOnlyList<string> scopes)
    {
        if (scopes.Count == 0 || scopes.FirstOrDefault(scope => !Scopes.Contains(scope)) is not null)
            throw new MoECollabException("usage", $"The scopes are '{string.Join(",", scopes)}'; expected one or more of {string.Join(", ", Scopes)}.");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var text = $"moe_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var key = new ApiKey { Id = id, Name = name, Scopes = [.. scopes.Distinct()], Hash = HashOf(text), Created = _time.GetUtcNow() };
        Write([.. Read(), key]);
        return (key, text);
    }

    /// <summary>Takes a key away.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="MoECollabException">There is none (<c>apikey-not-found</c>).</exception>
    public void Revoke(string id)
    {
        var keys = Read();
        if (keys.All(key => key.Id != id))
            throw new MoECollabException("apikey-not-found", $"No key is called '{id}'. There are: {(keys.Count == 0 ? "none" : string.Join(", ", keys.Select(key => key.Id)))}.");
        Write([.. keys.Where(key => key.Id != id)]);
    }

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Write(IReadOnlyList<ApiKey> keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        var partial = _path + ".partial";
        File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(partial, options))
        {
            JsonSerializer.Serialize(stream, keys, ApiKeyJson.Default.IReadOnlyListApiKey);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, _path, overwrite: true);
    }
}
