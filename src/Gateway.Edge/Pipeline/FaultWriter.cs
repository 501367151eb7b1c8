using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core.Soap;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Soap;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge.Pipeline;

/// <summary>Writes faults as JSON, as XML for clients that would rather have that, or as SOAP faults for those that speak SOAP.</summary>
internal static class FaultWriter
{
    private const string XmlNamespace = "http://wso2.org/apimanager";

    /// <summary>Answers with a fault, if no answer has begun.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="debug">Says how it came about; null: nothing does.</param>
    /// <param name="further">Headers that a sequence adds.</param>
    public static Task WriteAsync(
        GatewayRequest request, Fault fault, DebugHeaders? debug, params ReadOnlySpan<KeyValuePair<string, string>> further)
    {
        var http = request.Http;
        if (http.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        var soap = SoapSpeech.Of(request);
        http.Response.Clear();
        http.Response.StatusCode = soap == SoapVersion.None ? fault.Status : SoapFaultText.Status(fault.Status, soap);
        var headers = http.Response.Headers;
        headers[TraceIdentity.RequestIdHeader] = TraceIdentity.RequestIdOf(http.Request.Headers[TraceIdentity.RequestIdHeader]);
        foreach (var (name, value) in further)
        {
            headers[name] = value;
        }

        debug?.Write(request, "", headers);
        switch (fault.Status)
        {
            case StatusCodes.Status405MethodNotAllowed:
                headers.Allow = request.Route.Allow;
                break;
            case StatusCodes.Status401Unauthorized:
                headers.WWWAuthenticate = "Bearer";
                break;
            case StatusCodes.Status413PayloadTooLarge when HttpProtocol.IsHttp11(http.Request.Protocol):
                headers.Connection = "close";
                break;
            case StatusCodes.Status503ServiceUnavailable when request.RetryAfter < TimeSpan.MaxValue:
                headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(request.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                break;
        }

        var xml = soap == SoapVersion.None && PrefersXml(http.Request);
        var text = soap != SoapVersion.None ? SoapFaultText.Write(fault, ToXml(fault), soap) : xml ? ToXml(fault) : ToJson(fault);
        var body = Encoding.UTF8.GetBytes(text);
        http.Response.ContentType = soap != SoapVersion.None ? SoapFaultText.ContentType(soap)
            : xml ? "application/xml; charset=utf-8"
            : "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body).AsTask();
    }

    private static bool PrefersXml(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return false;
        }

        var xml = 0.0;
        var json = 0.0;
        foreach (var type in accepted)
        {
            var quality = type.Quality ?? 1;
            if (type.SubTypeWithoutSuffix == "xml" || type.Suffix == "xml")
            {
                xml = Math.Max(xml, quality);
            }
            else if (type.SubTypeWithoutSuffix == "json" || type.Suffix == "json" || type.MatchesAllTypes)
            {
                json = Math.Max(json, quality);
            }
        }

        return xml > json;
    }

    private static string ToJson(Fault fault)
    {
        // The words are the gateway's own and never part of a page: an apostrophe stays one, as in WSO2's bodies.
        var code = JsonEncodedText.Encode(fault.Code, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var message = JsonEncodedText.Encode(fault.Message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var description = JsonEncodedText.Encode(fault.Description, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return $$"""{"code":"{{code}}","type":"{{fault.Type}}","message":"{{message}}","description":"{{description}}"}""";
    }

    private static string ToXml(Fault fault) =>
        $"""<am:fault xmlns:am="{XmlNamespace}"><am:code>{fault.Code}</am:code><am:type>{fault.Type}</am:type><am:message>{Escape(fault.Message)}</am:message><am:description>{Escape(fault.Description)}</am:description></am:fault>""";

    private static string Escape(string text) => SecurityElement.Escape(text);
}
