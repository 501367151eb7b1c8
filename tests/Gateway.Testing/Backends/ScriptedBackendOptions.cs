using System.Net;

namespace Gateway.Testing;

/// <summary>How a <see cref="ScriptedBackend"/> listens and records.</summary>
public sealed record ScriptedBackendOptions
{
    /// <summary>An address of this machine's loopback; 127.0.0.1 unless set.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>When set, every answer carries it as <c>X-Backend</c>.</summary>
    public string? Name { get; init; }

    /// <summary>HTTP/2 without TLS by prior knowledge, instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>
    /// False: the body is read and recorded whole before the script runs, which may read it again.
    /// True: the script runs at the headers and reads the body itself; nothing of it is recorded.
    /// </summary>
    public bool StreamRequests { get; init; }

    /// <summary>How many requests are kept; older ones are dropped, all are counted.</summary>
    public int RequestsKept { get; init; } = 10_000;
}
