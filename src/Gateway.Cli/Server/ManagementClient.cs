using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Cli.Server;

/// <summary>Asks a node's management listener. Whatever happens becomes an answer: nothing is thrown.</summary>
internal sealed class ManagementClient : IDisposable
{
    // Longer than any change may take: PUT /v1/config answers within 15 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private const int LongestAnswer = 64 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <param name="address">The listener.</param>
    /// <param name="token">Its token; empty: none.</param>
    public ManagementClient(Uri address, string token)
    {
        Address = address;

        // The token goes to the address that was named, not to where that or a proxy of the environment leads.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        if (token.Length > 0)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The listener.</summary>
    public Uri Address { get; }

    /// <summary>Looks at something.</summary>
    /// <param name="path">Without the first slash, escaped.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<ServerAnswer> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <summary>Changes something.</summary>
    /// <param name="path">Without the first slash, escaped.</param>
    /// <param name="json">The body.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<ServerAnswer> PostAsync(string path, string json, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, cancellation);

    /// <summary>Changes something.</summary>
    /// <param name="method">POST or PUT.</param>
    /// <param name="path">Without the first slash, escaped.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<ServerAnswer> SendAsync(HttpMethod method, string path, byte[] body, string contentType, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } } },
        cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<ServerAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using (request)
            {
                using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
                return ServerAnswer.Of((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            }
        }
        catch (HttpRequestException fault)
        {
            return ServerAnswer.None($"{Address} cannot be reached: {fault.Message}. Name a node's management listener with --server.");
        }
        catch (OperationCanceledException)
        {
            return ServerAnswer.None($"{Address} has not answered within {Patience.TotalSeconds:0} s.");
        }
    }
}
