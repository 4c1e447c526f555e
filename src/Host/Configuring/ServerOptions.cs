namespace MoECollab.Host.Configuring;

/// <summary>Section <c>Server</c>: where the host listens, and how large a request may be.</summary>
public sealed class ServerOptions
{
    /// <summary>Addresses, separated by <c>;</c>. Default: <c>http://127.0.0.1:8080</c>. Anything but loopback needs API keys.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Addresses of the gRPC face (HTTP/2 without TLS), separated by <c>;</c>, or <c>none</c>. Default: <c>http://127.0.0.1:8081</c>. Anything but loopback needs API keys.</summary>
    public string GrpcUrls { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Bytes of a request's body, 1 to 1 GiB; default 64 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 64L << 20;

    /// <summary>How many times larger a compressed body may become than what was sent, 1 to 10,000; default 100. The first MiB is always allowed.</summary>
    public int MaxDecompressionRatio { get; set; } = 100;

    /// <summary>Headers of a request, 1 to 1000; default 100.</summary>
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Nesting of a request's JSON, 1 to 100; default 64.</summary>
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>Texts in one request, 1 to 65,536; default 1,024.</summary>
    public int MaxTexts { get; set; } = 1024;

    /// <summary>UTF-16 units of one text, 1 to 16,777,216; default 65,536.</summary>
    public int MaxTextLength { get; set; } = 65_536;

    /// <summary>Connections at a time, 1 to 100,000; default 4,096.</summary>
    public int MaxConnections { get; set; } = 4096;
}
