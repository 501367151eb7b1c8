using System.Text;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge.Mocks;

/// <summary>Reads the body of a request for a script, up to a limit.</summary>
internal static class MockBody
{
    private const int Longest = 1024 * 1024;

    /// <summary>The body as text, and what it is; null when it is too long.</summary>
    public static async ValueTask<(string Text, PayloadKind Kind)?> ReadAsync(GatewayRequest request)
    {
        if (!request.HasBody)
        {
            return ("", PayloadKind.Text);
        }

        var http = request.Http.Request;
        if (http.ContentLength > Longest)
        {
            return null;
        }

        using var bytes = new MemoryStream((int)(http.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Body.ReadAsync(buffer, request.Http.RequestAborted)) > 0)
        {
            if (bytes.Length + read > Longest)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        var type = MediaTypeHeaderValue.TryParse(http.ContentType, out var parsed) ? parsed : null;
        var text = EncodingOf(type).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return (text.TrimStart('\uFEFF'), KindOf(type));
    }

    private static PayloadKind KindOf(MediaTypeHeaderValue? type) =>
        type is null ? PayloadKind.Text
        : type.SubTypeWithoutSuffix == "json" || type.Suffix == "json" ? PayloadKind.Json
        : type.SubTypeWithoutSuffix == "xml" || type.Suffix == "xml" ? PayloadKind.Xml
        : PayloadKind.Text;

    private static Encoding EncodingOf(MediaTypeHeaderValue? type) => type?.Charset.ToString().Trim('"').ToUpperInvariant() switch
    {
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        "UTF-16" or "UTF-16LE" => Encoding.Unicode,
        "UTF-16BE" => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    };
}
