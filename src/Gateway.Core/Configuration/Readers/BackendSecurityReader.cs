using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>security</c>: how the gateway makes itself known to a backend. WSO2's <c>endpoint_security</c>.</summary>
internal static class BackendSecurityReader
{
    private const string Form = "security = { type = \"basic\", username = \"…\", password = \"$env{…}\" }";

    private static readonly ImmutableArray<string> Types = ["basic", "digest", "oauth2"];

    /// <summary>The kind of security.</summary>
    public static Key Type { get; } = Key.Required("type", Words(),
        """`"basic"`: HTTP Basic, sent unasked with every request, health checks included. `"digest"`: HTTP Digest. `"oauth2"`: a bearer token""");

    /// <summary>The keys of Basic and Digest.</summary>
    public static KeySet UserKeys { get; } = new("security",
    [
        Type,
        Key.Required("username", "credential", "[credential](#credentials), as UTF-8. With `\"basic\"` it holds no colon"),
        Key.Required("password", "credential", "[credential](#credentials), as UTF-8"),
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Optional("security", "table",
        "how the gateway makes itself known to it, see [below](#security-of-a-backend). WSO2: `endpoint_security`");

    public static BackendSecurity? Read(TableReader endpoint)
    {
        if (endpoint.Table("security", Form) is not { } security)
        {
            return null;
        }

        if (!security.Has("type"))
        {
            security.Problems.Error(security.Place, $"{security.What} has no 'type'", $"It may be: {Words()}.");
            return null;
        }

        switch (security.TextOrNull("type"))
        {
            case "basic":
                return new BackendSecurity.Basic(UserName(security, isBasic: true), Password(security));
            case "digest":
                return new BackendSecurity.Digest(UserName(security, isBasic: false), Password(security));
            case "oauth2":
                return OAuth2Reader.Read(security);
            case null:
                return null;
            case { } other:
                var meant = Nearest.To(other, Types) is { } nearest ? $"Did you mean \"{nearest}\"? " : "";
                security.Problems.Error(security.PlaceOf("type"), $"'type' in {security.What} cannot be \"{other}\"", $"{meant}It may be: {Words()}.");
                return null;
        }
    }

    public static void Write(BackendSecurity? security, CanonicalToml toml)
    {
        var written = new InlineToml();
        switch (security)
        {
            case BackendSecurity.Basic basic:
                Write(written, "basic", basic.Username, basic.Password);
                break;
            case BackendSecurity.Digest digest:
                Write(written, "digest", digest.Username, digest.Password);
                break;
            case BackendSecurity.OAuth2 token:
                OAuth2Reader.Write(token, written);
                break;
        }

        toml.Table("security", written);
    }

    /// <summary>A credential that must not be left out.</summary>
    public static Credential Required(TableReader table, string key, string example)
    {
        var credential = table.Credential(key);
        if (!table.Has(key))
        {
            table.Problems.Error(table.Place, $"{table.What} has no '{key}'", $"Add it: {key} = \"{example}\".");
        }

        return credential;
    }

    private static Credential UserName(TableReader security, bool isBasic)
    {
        UserKeys.Check(security);
        var name = Required(security, "username", "gateway");
        if (isBasic && name.IsLiteral && name.Written.Contains(':', StringComparison.Ordinal))
        {
            security.Problems.Error(security.PlaceOf("username"), $"'username' in {security.What} holds a colon",
                "With Basic a colon ends the name (RFC 7617); everything behind it would be taken for the password.");
        }

        return name;
    }

    private static Credential Password(TableReader security)
    {
        var password = Required(security, "password", "$env{NAME}");
        LiteralPassword.Warn(security, "password", password);
        return password;
    }

    private static void Write(InlineToml written, string type, Credential username, Credential password)
    {
        written.Word("type", type);
        written.Word("username", username.Written);
        written.Word("password", password.Written);
    }

    private static string Words() => string.Join(", ", Types.Select(type => $"\"{type}\""));
}
