namespace Gateway.Core.Routing;

/// <summary>
/// The scheme of an endpoint's <c>url</c>: a WebSocket begins as an HTTP request (RFC 6455, section 4.1), so that <c>ws</c> is called as
/// <c>http</c> and <c>wss</c> as <c>https</c>.
/// </summary>
public static class BackendScheme
{
    /// <summary>The url with an HTTP scheme and without WSO2's prefix <c>legacy-encoding:</c>.</summary>
    public static string AsHttp(string url)
    {
        var plain = LegacyEncoding.IsAskedFor(url) ? url[LegacyEncoding.Prefix.Length..] : url;
        return plain.StartsWith("ws://", StringComparison.OrdinalIgnoreCase) ? "http" + plain[2..]
            : plain.StartsWith("wss://", StringComparison.OrdinalIgnoreCase) ? "https" + plain[3..]
            : plain;
    }

    /// <summary>How many more characters a url has before one of its characters than <see cref="AsHttp"/> has.</summary>
    internal static int Shift(string url) => url.Length - AsHttp(url).Length;
}
