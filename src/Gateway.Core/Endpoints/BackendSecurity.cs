using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>How the gateway makes itself known to a backend; WSO2's <c>endpoint_security</c>.</summary>
public abstract record BackendSecurity
{
    /// <summary>Each credential with the key that it is written under.</summary>
    public abstract IEnumerable<(string Key, Credential Credential)> Credentials { get; }

    /// <summary>HTTP Basic (RFC 7617), sent with every request, in the place of the client's own <c>Authorization</c>.</summary>
    /// <param name="Username">Without a colon.</param>
    /// <param name="Password">A secret.</param>
    public sealed record Basic(Credential Username, Credential Password) : BackendSecurity
    {
        /// <inheritdoc />
        public override IEnumerable<(string Key, Credential Credential)> Credentials => [("username", Username), ("password", Password)];

        /// <summary>Leaves the credentials out.</summary>
        public override string ToString() => "basic";
    }

    /// <summary>HTTP Digest (RFC 7616), an answer to the backend's challenge.</summary>
    /// <param name="Username">The user.</param>
    /// <param name="Password">A secret.</param>
    public sealed record Digest(Credential Username, Credential Password) : BackendSecurity
    {
        /// <inheritdoc />
        public override IEnumerable<(string Key, Credential Credential)> Credentials => [("username", Username), ("password", Password)];

        /// <summary>Leaves the credentials out.</summary>
        public override string ToString() => "digest";
    }

    /// <summary>A bearer token (RFC 6750) from a token endpoint (RFC 6749).</summary>
    /// <param name="TokenUrl">Absolute http or https address of the token endpoint.</param>
    /// <param name="ClientId">The gateway's own id there.</param>
    /// <param name="ClientSecret">A secret.</param>
    public sealed record OAuth2(string TokenUrl, Credential ClientId, Credential ClientSecret) : BackendSecurity
    {
        /// <summary>Whose token it is; the client's own by default.</summary>
        public TokenGrant Grant { get; init; }

        /// <summary>The user, for <see cref="TokenGrant.Password"/>; else none.</summary>
        public Credential Username { get; init; } = Credential.None;

        /// <summary>The user's password. A secret.</summary>
        public Credential Password { get; init; } = Credential.None;

        /// <summary>The scopes asked for; empty: none.</summary>
        public string Scope { get; init; } = "";

        /// <summary>How the client makes itself known to the token endpoint.</summary>
        public ClientProof ClientProof { get; init; }

        /// <summary>Further parameters of the request, by name; WSO2's <c>customParameters</c>.</summary>
        public ImmutableArray<(string Name, string Value)> Parameters { get; init; } = [];

        /// <summary>How TLS is spoken with the token endpoint; null: as with any backend.</summary>
        public BackendTls? Tls { get; init; }

        /// <inheritdoc />
        public override IEnumerable<(string Key, Credential Credential)> Credentials
        {
            get
            {
                yield return ("client_id", ClientId);
                yield return ("client_secret", ClientSecret);
                if (Grant == TokenGrant.Password)
                {
                    yield return ("username", Username);
                    yield return ("password", Password);
                }
            }
        }

        /// <summary>Leaves the credentials out.</summary>
        public override string ToString() => "oauth2";
    }
}

/// <summary>Whose token is asked for.</summary>
public enum TokenGrant
{
    /// <summary>The client's own (RFC 6749, 4.4).</summary>
    ClientCredentials,

    /// <summary>A user's, for name and password (RFC 6749, 4.3).</summary>
    Password,
}

/// <summary>How a client makes itself known to a token endpoint (RFC 6749, 2.3.1).</summary>
public enum ClientProof
{
    /// <summary>Id and secret in a header, as HTTP Basic.</summary>
    Header,

    /// <summary>Id and secret in the request's body, for servers that know no other way.</summary>
    Body,
}
