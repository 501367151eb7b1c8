using System.Net;
using Gateway.Core.Authentication;
using Gateway.Core.Endpoints;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Authentication;

/// <summary>Asks a token endpoint for a token (RFC 6749, 4.3 and 4.4). Holds resolved credentials: never shown.</summary>
/// <param name="settings">What is configured.</param>
/// <param name="resolve">What credentials stand for.</param>
/// <param name="client">The connections.</param>
internal sealed class TokenRequest(BackendSecurity.OAuth2 settings, Func<Core.Configuration.Credential, string> resolve, BackendClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _clientId = resolve(settings.ClientId);
    private readonly string _clientSecret = resolve(settings.ClientSecret);
    private readonly string _username = resolve(settings.Username);
    private readonly string _password = resolve(settings.Password);

    /// <summary>Whom it asks, for messages.</summary>
    public string Host { get; } = new Uri(settings.TokenUrl).Authority;

    /// <summary>Asks once. Never fails: what goes wrong is said.</summary>
    /// <param name="clock">For the time limit.</param>
    public async Task<(AccessToken? Token, string Fault)> SendAsync(TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenUrl)
        {
            Version = HttpVersion.Version11,
            Content = new FormUrlEncodedContent(Form()),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (settings.ClientProof == ClientProof.Header)
        {
            // Id and secret are encoded as a form's values before they become one text (RFC 6749, 2.3.1).
            request.Headers.TryAddWithoutValidation("Authorization", BasicCredentials.Header(Encoded(_clientId), Encoded(_clientSecret)));
        }

        try
        {
            using var answer = await client.Invoker.SendAsync(request, patience.Token);
            var body = await ReadAsync(answer, patience.Token);
            var token = AccessToken.Read(body.Span, out var fault);
            return answer.StatusCode == HttpStatusCode.OK ? (token, fault)
                : (null, $"it answers {(int)answer.StatusCode}{(fault.StartsWith("it answers '", StringComparison.Ordinal) ? fault["it answers".Length..] : "")}");
        }
        catch (OperationCanceledException)
        {
            return (null, $"it has not answered within {Patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (null, TlsRefusals.Explain(fault));
        }
    }

    private static string Encoded(string value) => WebUtility.UrlEncode(value);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var buffer = new byte[AccessToken.Longest];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return buffer.AsMemory(0, read);
    }

    private IEnumerable<KeyValuePair<string, string>> Form()
    {
        yield return new("grant_type", settings.Grant == TokenGrant.Password ? "password" : "client_credentials");
        if (settings.Grant == TokenGrant.Password)
        {
            yield return new("username", _username);
            yield return new("password", _password);
        }

        if (settings.Scope.Length > 0)
        {
            yield return new("scope", settings.Scope);
        }

        if (settings.ClientProof == ClientProof.Body)
        {
            yield return new("client_id", _clientId);
            yield return new("client_secret", _clientSecret);
        }

        foreach (var (name, value) in settings.Parameters)
        {
            yield return new(name, value);
        }
    }
}
