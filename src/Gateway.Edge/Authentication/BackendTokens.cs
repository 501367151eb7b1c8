using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Edge.Forwarding;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Authentication;

/// <summary>The bearer tokens of this edge's endpoints. They outlive catalogs: an endpoint that has not changed keeps its token.</summary>
internal sealed class BackendTokens(ITokenShare share, TimeProvider clock, ILogger<BackendTokens> logger)
{
    private readonly ConcurrentDictionary<(string Name, string Id, string Secret, string User, string Password), TokenSource> _sources = new();

    /// <summary>The tokens of an endpoint.</summary>
    /// <param name="endpoint">Its name: no two endpoints share a token, whatever they have in common.</param>
    /// <param name="settings">What its tokens are asked for with.</param>
    /// <param name="resolve">What credentials stand for.</param>
    /// <param name="client">Connections to the token endpoint.</param>
    public TokenSource For(string endpoint, BackendSecurity.OAuth2 settings, Func<Credential, string> resolve, BackendClient client) =>
        _sources.GetOrAdd(
            (NameOf(endpoint, settings), resolve(settings.ClientId), resolve(settings.ClientSecret), resolve(settings.Username), resolve(settings.Password)),
            key => new TokenSource(key.Name, endpoint, new TokenRequest(settings, resolve, client), share, clock, logger));

    // From what is written, with its placeholders: nothing of a secret gets into a name that grains and their logs know.
    private static string NameOf(string endpoint, BackendSecurity.OAuth2 settings)
    {
        var text = string.Join('\n', [
            settings.TokenUrl, $"{settings.Grant}", $"{settings.ClientProof}", settings.Scope,
            Shown(settings.ClientId), Shown(settings.ClientSecret), Shown(settings.Username), Shown(settings.Password),
            .. settings.Parameters.Select(parameter => $"{parameter.Name}={parameter.Value}"),
            $"{settings.Tls?.Verifier} {settings.Tls?.Ca} {settings.Tls?.Cert}",
        ]);
        return $"{endpoint}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
    }

    private static string Shown(Credential credential) => credential.IsLiteral ? $"{credential}" : credential.Written;
}
