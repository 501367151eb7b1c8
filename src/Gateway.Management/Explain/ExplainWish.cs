using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Management.Views;

namespace Gateway.Management.Explain;

/// <summary>The body of <c>POST /v1/explain</c>.</summary>
/// <param name="Method">The method; null: GET, or POST where there is a body.</param>
/// <param name="Url">An address, or a path with its query.</param>
/// <param name="Headers">Each a text, or an array of texts.</param>
/// <param name="Body">The body as text.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ExplainWish(string? Method, string? Url, Dictionary<string, JsonElement>? Headers, string? Body)
{
    private const int LongestUrl = 8 * 1024;
    private const int MostHeaders = 100;
    private const int LongestMethod = 32;

    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenLetters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>The request that is meant.</summary>
    /// <param name="client">Whom it would come from.</param>
    /// <returns>Null, and what is wrong; or the request.</returns>
    public (AskedRequest? Asked, string Fault) Read(IPAddress? client)
    {
        var method = Method ?? (string.IsNullOrEmpty(Body) ? "GET" : "POST");
        if (method.Length is 0 or > LongestMethod || !IsToken(method))
        {
            return (null, "method is a word such as GET.");
        }

        if (Url is not { Length: > 0 and <= LongestUrl } url || url.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return (null, $"url is an address or a path of at most {LongestUrl} characters, without blanks and with everything but ASCII escaped (%C3%A4).");
        }

        var (scheme, host, target) = Split(url);
        if (target.Length == 0)
        {
            return (null, "url begins with http://, https:// or a slash, and holds no fragment.");
        }

        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, value) in Headers ?? [])
        {
            if (!TryAdd(headers, name, value))
            {
                return (null, "headers are names with a text, or an array of texts, of one line each.");
            }
        }

        return headers.Count > MostHeaders
            ? (null, $"There are more than {MostHeaders} headers.")
            : (new AskedRequest(method, scheme, host, target, headers.ToImmutable(), Encoding.UTF8.GetBytes(Body ?? ""), client), "");
    }

    private static (string Scheme, string Host, string Target) Split(string url)
    {
        if (url.Contains('#', StringComparison.Ordinal))
        {
            return ("", "", "");
        }

        if (url[0] == '/')
        {
            return ("http", "", url);
        }

        var scheme = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http"
            : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https"
            : "";
        if (scheme.Length == 0 || url.Length == scheme.Length + 3)
        {
            return ("", "", "");
        }

        var rest = url[(scheme.Length + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        return end < 0 ? (scheme, rest, "/") : (scheme, rest[..end], rest[end] == '/' ? rest[end..] : "/" + rest[end..]);
    }

    private static bool TryAdd(ImmutableArray<KeyValuePair<string, string>>.Builder headers, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in value.EnumerateArray())
            {
                if (one.ValueKind == JsonValueKind.Array || !TryAdd(headers, name, one))
                {
                    return false;
                }
            }

            return true;
        }

        if (!IsToken(name) || value.ValueKind != JsonValueKind.String || value.GetString() is not { } text
            || text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            return false;
        }

        headers.Add(KeyValuePair.Create(name, text));
        return true;
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenLetters);
}
