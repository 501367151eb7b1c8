using Gateway.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Pipeline;

/// <summary>Path and query as the client wrote them, escapes and all: routing and forwarding must not change a byte.</summary>
/// <param name="Path">Begins with <c>/</c>; without dot segments.</param>
/// <param name="Query">With its <c>?</c>; empty: none.</param>
internal readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>Reads the target of a request.</summary>
    public static RequestTarget Of(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.Length == 0 || raw[0] != '/')
        {
            raw = OfAbsoluteForm(raw);
        }

        var query = raw.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? raw : raw[..query];
        if (DotSegments.Contain(path))
        {
            path = DotSegments.Remove(path);
        }

        return new RequestTarget(path, query < 0 ? "" : raw[query..]);
    }

    // RFC 9112, 3.2.2: a server must take the absolute form too. The asterisk and authority forms name no resource of an API.
    private static string OfAbsoluteForm(string raw)
    {
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return "/" + raw;
        }

        var end = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
        return end < 0 ? "/" : raw[authority + 3 + end] == '/' ? raw[(authority + 3 + end)..] : "/" + raw[(authority + 3 + end)..];
    }
}
