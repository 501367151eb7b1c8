using System.Net;
using System.Security.Authentication;
using System.Text;
using Gateway.Core.Configuration.Files;

namespace Gateway.Management.Configuration;

/// <summary>Fetches documents by their address, within limits. Trust is the machine's; nobody makes himself known.</summary>
internal sealed class DocumentFetch : IDisposable
{
    /// <summary>The most of one document, in bytes.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private const int MostRedirects = 3;
    private const string Look = "Look whether the address is right and can be reached from this machine; or save the document below the folder of this file, and name it.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string TooLong = $"it is longer than {Longest / (1024 * 1024)} MiB";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = Patience,
        MaxConnectionsPerServer = 8,
    });

    /// <summary>Fetches one. Never fails: what goes wrong is said.</summary>
    /// <param name="address">An address without a fault.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<CatalogFileText> GetAsync(string address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await GetAsync(new Uri(address), patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Bad($"it was not there within {Patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            return Bad(fault.InnerException is AuthenticationException tls ? tls.Message.TrimEnd('.') : fault.Message.TrimEnd('.'));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<CatalogFileText> GetAsync(Uri address, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "text/xml, application/xml, application/wsdl+xml, */*;q=0.1");
            using var answer = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await ReadAsync(answer, cancellation).ConfigureAwait(false);
            }

            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
            {
                return Bad($"the server answers {(int)answer.StatusCode}");
            }

            if (!Uri.TryCreate(address, location, out var next))
            {
                return Bad("it redirects to what is no address");
            }

            if (DocumentAddress.Fault(next.AbsoluteUri) is { Length: > 0 } fault)
            {
                return Bad($"it redirects to where nothing is fetched: {fault}");
            }

            if (address.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
            {
                return Bad($"it redirects from https to {next.Scheme}");
            }

            if (redirects == MostRedirects)
            {
                return Bad($"it redirects more than {MostRedirects} times");
            }

            address = next;
        }
    }

    private static async Task<CatalogFileText> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentLength > Longest)
        {
            return Bad(TooLong);
        }

        var stream = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > Longest)
                {
                    return Bad(TooLong);
                }
            }

            return Decode(content.GetBuffer().AsSpan(0, (int)content.Length), answer.Content.Headers.ContentType?.CharSet?.Trim('"'));
        }
    }

    // By what the server says, then by its mark, then UTF-8 (RFC 7303, 3): XML that declares another one by itself is rare, and said to be so.
    private static CatalogFileText Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        try
        {
            var marked = bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode : bytes is [0xFF, 0xFE, ..] ? Encoding.Unicode : null;
            var encoding = marked ?? Encoding.GetEncoding(charset ?? "utf-8", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return CatalogFileText.Of(encoding.GetString(bytes).TrimStart('\uFEFF'));
        }
        // UTF-7 is known, and not supported.
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return Bad(charset is null ? "it is not UTF-8" : $"it is not in its charset '{charset}', or nobody here knows that");
        }
    }

    private static CatalogFileText Bad(string fault) => new(null, fault, Look);
}
