using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Explaining;

/// <summary>An exchange that nobody waits for: the steps of the pipeline can look at its request, and what they write goes nowhere.</summary>
internal static class AskedExchange
{
    /// <summary>Makes one of a request that is asked about.</summary>
    public static HttpContext Of(AskedRequest asked, CancellationToken cancel)
    {
        var http = new DefaultHttpContext { RequestAborted = cancel };
        http.Connection.RemoteIpAddress = asked.Client;
        var request = http.Request;
        request.Method = asked.Method;
        request.Scheme = asked.Scheme;
        request.Protocol = HttpProtocol.Http11;
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = asked.Target;
        if (asked.Host.Length > 0)
        {
            request.Host = new HostString(asked.Host);
        }

        foreach (var (name, value) in asked.Headers)
        {
            request.Headers.Append(name, value);
        }

        if (asked.Body.Length > 0)
        {
            request.Body = new MemoryStream(asked.Body.ToArray(), writable: false);
            request.ContentLength = asked.Body.Length;
        }

        http.Features.Set<IHttpRequestBodyDetectionFeature>(new Detection(asked.Body.Length > 0));
        return http;
    }

    private sealed record Detection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
