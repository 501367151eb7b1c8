using Gateway.Core.Routing;
using Gateway.Core.Soap;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Soap;

/// <summary>Which SOAP a client speaks: what its headers say, what its message was seen to be, or what its API is.</summary>
internal static class SoapSpeech
{
    private const string ActionHeader = "SOAPAction";

    /// <summary>By the headers alone.</summary>
    public static SoapVersion OfHeaders(HttpRequest request)
    {
        if (request.ContentType is not { Length: > 0 } type)
        {
            return SoapVersion.None;
        }

        // The action is looked for only where it matters: nearly every request with a body passes here.
        var version = MediaType.VersionOf(type, hasAction: true);
        return version == SoapVersion.Soap11 && !MediaType.IsMultipart(type) && !request.Headers.ContainsKey(ActionHeader) ? SoapVersion.None : version;
    }

    /// <summary>
    /// Whether it is a SOAP call by its headers. WSO2 puts nothing of the path behind a backend's address then: a service has one address
    /// (Synapse, <c>Axis2FlexibleMEPClient</c>).
    /// </summary>
    public static bool IsCall(HttpRequest request) => HttpMethods.IsPost(request.Method) && OfHeaders(request) != SoapVersion.None;

    /// <summary>The version that an answer of the gateway's own is to have.</summary>
    public static SoapVersion Of(GatewayRequest request)
    {
        var http = request.Http.Request;
        var spoken = OfHeaders(http);
        if (spoken == SoapVersion.None)
        {
            spoken = request.SoapVersion;
        }

        if (spoken != SoapVersion.None || request.Route.Api?.Definition.Type is not ApiType.Soap)
        {
            return spoken;
        }

        return http.Headers.Accept.ToString().Contains(SoapNames.Media12, StringComparison.OrdinalIgnoreCase) ? SoapVersion.Soap12 : SoapVersion.Soap11;
    }

    /// <summary>The action that a request names, without quotes; empty: none.</summary>
    public static string Action(HttpRequest request)
    {
        if (request.Headers.TryGetValue(ActionHeader, out var header) && header.ToString().Trim() is { Length: > 0 } action)
        {
            return action is ['"', .., '"'] ? action[1..^1] : action;
        }

        return request.ContentType is { } type && MediaType.Parameter(type, "action") is { } parameter ? parameter : "";
    }
}
