using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Configuring;

namespace MoECollab.Host.Guarding;

/// <summary>The keys that the running host accepts: those of the file as it is now, looked at again at most once a second.</summary>
internal sealed partial class ApiKeys
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ApiKeyFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeys> _log;
    private readonly string _path;
    private readonly Lock _gate = new();
    private IReadOnlyList<ApiKey> _keys;
    private DateTime _written;
    private long _looked;

    public ApiKeys(HostStart start, IOptions<SecurityOptions> options, TimeProvider time, ILogger<ApiKeys> log)
    {
        _path = options.Value.ApiKeysFile.Length > 0 ? options.Value.ApiKeysFile : ApiKeyFile.PathIn(start.Home);
        _file = new ApiKeyFile(_path, time);
        _time = time;
        _log = log;
        _written = File.GetLastWriteTimeUtc(_path);
        _keys = _file.Read();
        _looked = time.GetTimestamp();
    }

    /// <summary>Whether any key exists; without one, infer and read are open on loopback.</summary>
    public bool Exist => Current().Count > 0;

    /// <summary>The key that a text is; null where it is none. Every key is compared, each in constant time.</summary>
    public ApiKey? Find(string text)
    {
        Span<byte> hash = stackalloc byte[2 * SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(ApiKeyFile.HashOf(text), hash);
        ApiKey? found = null;
        Span<byte> kept = stackalloc byte[2 * SHA256.HashSizeInBytes];
        foreach (var key in Current())
        {
            Encoding.ASCII.GetBytes(key.Hash, kept);
            if (CryptographicOperations.FixedTimeEquals(hash, kept))
                found = key;
        }

        return found;
    }

    private IReadOnlyList<ApiKey> Current()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_looked) < LookAgain)
                return _keys;
            _looked = _time.GetTimestamp();
            var written = File.GetLastWriteTimeUtc(_path);
            if (written == _written)
                return _keys;
            try
            {
                _keys = _file.Read();
                _written = written;
            }
            catch (MoECollabException fault)
            {
                // What was known stays in force: an unreadable file must neither open the host nor lock its operator out.
                LogUnreadable(fault.Message);
            }

            return _keys;
        }
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Error, Message = "The API keys could not be read again: {Fault}")]
    private partial void LogUnreadable(string fault);
}
