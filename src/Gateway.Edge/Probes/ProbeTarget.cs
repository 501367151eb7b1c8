using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Edge.Probes;

/// <summary>Where a probe of one backend goes.</summary>
/// <param name="Origin">Scheme, host and port.</param>
/// <param name="Protocol">What the backend speaks.</param>
/// <param name="ConnectTimeout">Longest wait for a connection, TLS handshake included.</param>
/// <param name="Health">The request that tells whether it works; null: none.</param>
internal sealed record ProbeTarget(Uri Origin, BackendProtocol Protocol, TimeSpan ConnectTimeout, HealthCheck? Health)
{
    /// <summary>The endpoint's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>How TLS is spoken with it.</summary>
    public BackendTls Tls { get; init; } = BackendTls.Default;

    /// <summary>How the gateway makes itself known to it; null: not at all.</summary>
    public BackendSecurity? Security { get; init; }

    /// <summary>Whether a connection begins with a TLS handshake.</summary>
    public bool IsTls => Origin.Scheme == Uri.UriSchemeHttps;

    /// <summary>The target of a backend.</summary>
    /// <returns>Null when its host or port depends on the request.</returns>
    public static ProbeTarget? Of(LeafEndpoint leaf)
    {
        var url = BackendScheme.AsHttp(leaf.Url);
        var host = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(host).IndexOfAny("/?#{");
        if (host < 3 || (end >= 0 && url[host + end] == '{'))
        {
            return null;
        }

        var origin = end < 0 ? url : url[..(host + end)];
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? new ProbeTarget(uri, leaf.Settings.Protocol, leaf.Settings.ConnectTimeout, leaf.Settings.Health)
            {
                Name = leaf.Name,
                Tls = leaf.Settings.Tls,
                Security = leaf.Settings.Security,
            }
            : null;
    }
}
