using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Draining;

/// <summary>
/// Lets go of a client's connection while the edge drains: HTTP/1.1 gets <c>Connection: close</c> with its answer (RFC 9112, 9.6), HTTP/2 a
/// GOAWAY, after which its streams end as they would have (RFC 9113, 6.8). Its next request comes by another connection, and so by the balancer.
/// </summary>
internal static class DrainedConnection
{
    /// <summary>Closes it once the requests that are on it have been answered.</summary>
    public static void Close(HttpContext http) => http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
}
