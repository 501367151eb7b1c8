using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Sealing;

/// <summary>
/// Where secrets stand in an endpoint: the credentials of <c>security</c> and <c>tls</c>, and the parameters of a token request. A value that is one
/// <c>$env{}</c> or <c>$secret{}</c> and nothing else is none: it is what each edge brings.
/// </summary>
internal static class EndpointSecrets
{
    /// <summary>The endpoint with each of its secrets replaced.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="change">Makes of a place and a secret what is to stand there.</param>
    public static Endpoint Map(Endpoint endpoint, Func<string, string, string> change)
    {
        var place = new Place(endpoint.Name, change);
        return endpoint switch
        {
            LeafEndpoint leaf when Map(leaf.Settings, place) is { } settings => leaf with { Settings = settings },
            AddressedEndpoint addressed when Map(addressed.Settings, place) is { } settings => addressed with { Settings = settings },
            _ => endpoint,
        };
    }

    private static BackendSettings? Map(BackendSettings settings, Place place) =>
        settings.Security is null && settings.Tls.Password.IsEmpty
            ? null
            : settings with { Security = Map(settings.Security, place), Tls = Map(settings.Tls, "tls", place) };

    private static BackendSecurity? Map(BackendSecurity? security, Place place) => security switch
    {
        BackendSecurity.Basic basic => basic with { Username = place.Of("security.username", basic.Username), Password = place.Of("security.password", basic.Password) },
        BackendSecurity.Digest digest => digest with { Username = place.Of("security.username", digest.Username), Password = place.Of("security.password", digest.Password) },
        BackendSecurity.OAuth2 token => token with
        {
            ClientId = place.Of("security.client_id", token.ClientId),
            ClientSecret = place.Of("security.client_secret", token.ClientSecret),
            Username = place.Of("security.username", token.Username),
            Password = place.Of("security.password", token.Password),
            Parameters = [.. token.Parameters.Select(parameter =>
                (parameter.Name, place.Of($"security.parameters.{parameter.Name}", new Credential(parameter.Value)).Written))],
            Tls = token.Tls is { } tls ? Map(tls, "security.tls", place) : null,
        },
        _ => security,
    };

    private static BackendTls Map(BackendTls tls, string key, Place place) =>
        tls.Password.IsEmpty ? tls : tls with { Password = place.Of($"{key}.password", tls.Password) };

    private sealed record Place(string Endpoint, Func<string, string, string> Change)
    {
        public Credential Of(string key, Credential credential) =>
            credential.IsEmpty || credential.IsBrought ? credential : new Credential(Change($"{Endpoint}\n{key}", credential.Written));
    }
}
