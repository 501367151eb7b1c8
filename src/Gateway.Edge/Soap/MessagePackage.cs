using System.Text;
using Gateway.Core.Endpoints;
using Gateway.Core.Soap;
using Gateway.Edge.Sessions;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Soap;

/// <summary>
/// Puts a SOAP message into a package of one part, as MTOM (W3C XOP 1.0, section 4.1) or SOAP with Attachments, without reading it. What is
/// multipart already stays as the client made it.
/// </summary>
internal static class MessagePackage
{
    private const string Root = "root.message@gateway";

    public static void Wrap(HttpRequest request, MessageTurn turn, MessageOptimize optimize)
    {
        var version = SoapSpeech.OfHeaders(request);
        if (version == SoapVersion.None || request.ContentType is not { } type || MediaType.IsMultipart(type))
        {
            return;
        }

        var boundary = $"gateway-{Guid.NewGuid():n}";
        var media = SoapNames.Media(version);
        var charset = MediaType.Parameter(type, "charset") ?? "utf-8";
        var action = MediaType.Parameter(type, "action") is { } named ? $"; action={MediaType.Quoted(named)}" : "";
        var part = optimize == MessageOptimize.Mtom
            ? $"application/xop+xml; charset={charset}; type=\"{media}\"{action}"
            : $"{media}; charset={charset}{action}";
        var whole = optimize == MessageOptimize.Mtom
            ? $"multipart/related; boundary=\"{boundary}\"; type=\"application/xop+xml\"; start=\"<{Root}>\"; start-info=\"{media}\"{action}"
            : $"multipart/related; boundary=\"{boundary}\"; type=\"{media}\"; start=\"<{Root}>\"{action}";
        var head = Encoding.UTF8.GetBytes(
            $"--{boundary}\r\nContent-Type: {part}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{Root}>\r\n\r\n");
        var tail = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        turn.Send(
            new JoinedStream(head, request.Body, tail),
            request.Headers.ContentLength is { } length ? head.Length + length + tail.Length : null, whole);
    }
}
