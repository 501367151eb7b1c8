using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>security</c> of <c>type = "oauth2"</c>: a bearer token from a token endpoint.</summary>
internal static class OAuth2Reader
{
    private static readonly ImmutableArray<string> OwnParameters = ["grant_type", "client_id", "client_secret", "username", "password", "scope"];

    private static readonly WordKey<TokenGrant> Grant = new(
        "grant", TokenGrant.ClientCredentials, new([("client_credentials", TokenGrant.ClientCredentials), ("password", TokenGrant.Password)]),
        """`"password"`: a user's token for name and password""");

    private static readonly WordKey<ClientProof> Proof = new(
        "client_auth", ClientProof.Header, new([("header", ClientProof.Header), ("body", ClientProof.Body)]),
        """`"header"`: id and secret as HTTP Basic; `"body"`: as parameters""");

    private static readonly TextKey Scopes = new("scope", "", "scopes with blanks between them");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("security oauth2",
    [
        BackendSecurityReader.Type,
        Key.Required("token_url", "address", "the token endpoint, http or https; http elsewhere than on this machine is a warning"),
        Key.Required("client_id", "credential", "[credential](#credentials)"),
        Key.Required("client_secret", "credential", "[credential](#credentials)"),
        Grant,
        OfUser("username"), OfUser("password"),
        Proof, Scopes,
        new Key("parameters", "table of texts", "{}", "further parameters of the request for a token. WSO2: `customParameters`"),
        BackendTlsReader.Key with { Meaning = "TLS with the token endpoint, see [`tls`](#tls-to-a-backend)" },
    ]);

    private static Key OfUser(string name) => new(name, "credential", "", "[credential](#credentials) of the user")
    {
        Otherwise = """required for `grant = "password"`, refused else""",
    };

    public static BackendSecurity Read(TableReader security)
    {
        Keys.Check(security);
        var url = Url(security);
        var grant = security.OneOf(Grant);
        var secret = BackendSecurityReader.Required(security, "client_secret", "$env{NAME}");
        LiteralPassword.Warn(security, "client_secret", secret);
        var isForUser = grant == TokenGrant.Password;
        if (!isForUser)
        {
            RefuseUser(security);
        }

        var password = isForUser ? BackendSecurityReader.Required(security, "password", "$env{NAME}") : Credential.None;
        LiteralPassword.Warn(security, "password", password);
        return new BackendSecurity.OAuth2(url, BackendSecurityReader.Required(security, "client_id", "gateway"), secret)
        {
            Grant = grant,
            Username = isForUser ? BackendSecurityReader.Required(security, "username", "gateway") : Credential.None,
            Password = password,
            Scope = Scope(security),
            ClientProof = security.OneOf(Proof),
            Parameters = Parameters(security),
            Tls = BackendTlsReader.Read(security, url) is var tls && tls == BackendTls.Default ? null : tls,
        };
    }

    public static void Write(BackendSecurity.OAuth2 token, InlineToml written)
    {
        written.Word("type", "oauth2");
        written.Word("token_url", token.TokenUrl);
        written.Word("client_id", token.ClientId.Written);
        written.Word("client_secret", token.ClientSecret.Written);
        written.Word("grant", Grant.Choices.Word(token.Grant), Grant.Choices.Word(Grant.ByDefault));
        if (token.Grant == TokenGrant.Password)
        {
            written.Word("username", token.Username.Written);
            written.Word("password", token.Password.Written);
        }

        written.Word("scope", token.Scope, "");
        written.Word("client_auth", Proof.Choices.Word(token.ClientProof), Proof.Choices.Word(Proof.ByDefault));
        var parameters = new InlineToml();
        foreach (var (name, value) in token.Parameters)
        {
            parameters.Word(CanonicalToml.Quoted(name), value);
        }

        written.Table("parameters", parameters);
        if (token.Tls is { } tls)
        {
            written.Table("tls", BackendTlsReader.Written(tls));
        }
    }

    private static string Url(TableReader security)
    {
        var url = security.Text("token_url", "");
        if (!security.Has("token_url"))
        {
            security.Problems.Error(security.Place, $"{security.What} has no 'token_url'", "Say where tokens are given: token_url = \"https://login.example.com/token\".");
        }
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            security.Problems.Error(security.PlaceOf("token_url"), $"'token_url' in {security.What} is not an absolute http or https address",
                "Write it with scheme and host, without a name or password: \"https://login.example.com/token\".");
            return "";
        }
        else if (uri.Scheme == "http" && !Certificates.HostnameRule.IsLocalhost(uri.Host))
        {
            security.Problems.Warning(security.PlaceOf("token_url"), $"'token_url' in {security.What} is an http address: the client's secret goes over the network for everybody to read",
                "RFC 6749 wants TLS: write an https address.");
        }

        return url;
    }

    private static void RefuseUser(TableReader security)
    {
        foreach (var key in (ReadOnlySpan<string>)["username", "password"])
        {
            if (security.Has(key))
            {
                security.Problems.Error(security.KeyPlace(key), $"'{key}' in {security.What} means nothing without grant = \"password\"",
                    "Remove it, or write grant = \"password\".");
            }
        }
    }

    private static string Scope(TableReader security)
    {
        var scope = security.Text(Scopes);
        if (scope.Any(c => c is < ' ' or > '~' or '"' or '\\'))
        {
            security.Problems.Error(security.PlaceOf("scope"), $"'scope' in {security.What} is not a list of scopes", "Write them with blanks between them: \"read write\".");
        }

        return scope;
    }

    private static ImmutableArray<(string Name, string Value)> Parameters(TableReader security)
    {
        if (security.Table("parameters", "parameters = { audience = \"…\" }") is not { } table)
        {
            return [];
        }

        var parameters = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (name, entry) in table.Node.Entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (OwnParameters.Contains(name))
            {
                table.Problems.Error(entry.Place, $"'{name}' in {table.What} has a key of its own", $"Write it in 'security': {(name == "grant_type" ? "grant" : name)} = \"…\".");
            }
            else if (table.TextOrNull(name) is { } value)
            {
                parameters.Add((name, value));
            }
        }

        return parameters.ToImmutable();
    }
}
