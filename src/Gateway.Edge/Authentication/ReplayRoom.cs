using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Authentication;

/// <summary>Keeps bodies of requests that a backend may want to have again, with credentials.</summary>
internal sealed class ReplayRoom(ReplayFiles files)
{
    /// <summary>The most that is kept of one body, in bytes: what a failover group keeps by default.</summary>
    public const long Most = 16L * 1024 * 1024;

    /// <summary>A body over this, or of unknown length, is announced before it is sent where a refusal is likely, in bytes.</summary>
    public const long Large = 64 * 1024;

    /// <summary>Keeps a request's body from now on; nothing of it may have been read without being kept.</summary>
    public void Keep(GatewayRequest request)
    {
        if (request.HasBody)
        {
            request.KeepBody(files, Most);
        }
    }
}
