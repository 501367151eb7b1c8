using System.Text;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Soap;

/// <summary>SOAP messages in the fewest words, and requests that carry them.</summary>
internal static class SoapText
{
    public const string Env11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Env12 = "http://www.w3.org/2003/05/soap-envelope";
    public const string Type11 = "text/xml; charset=utf-8";
    public const string Type12 = "application/soap+xml; charset=utf-8";

    /// <summary>A message with this in its body.</summary>
    public static string Message(string env, string body) => $"<s:Envelope xmlns:s=\"{env}\"><s:Body>{body}</s:Body></s:Envelope>";

    /// <summary>Sends one POST on a connection of its own.</summary>
    /// <param name="port">The gateway's.</param>
    /// <param name="path">The target.</param>
    /// <param name="type">The content type.</param>
    /// <param name="body">The body; one character, one byte.</param>
    /// <param name="headers">Further headers.</param>
    public static Task<RawAnswer> PostAsync(int port, string path, string type, string body, params string[] headers) =>
        RawConnection.AskAsync(
            port,
            $"POST {path} HTTP/1.1\r\nHost: gateway\r\nContent-Type: {type}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}"
            + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

    /// <summary>A body as text.</summary>
    public static string Of(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
