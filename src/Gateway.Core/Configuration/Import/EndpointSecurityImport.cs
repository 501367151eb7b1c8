using System.Collections.Frozen;

namespace Gateway.Core.Configuration.Import;

/// <summary>Credentials for the backends as 3.x writes them, at the API itself.</summary>
/// <param name="Type">basic or digest.</param>
/// <param name="UserName">The key with the user's name.</param>
/// <param name="Password">The key with the password.</param>
internal sealed record EndpointCredentials(string Type, Item UserName, Item Password);

/// <summary>
/// <c>endpoint_security</c>: what the gateway shows the backends. A secret is never written: in its place stands the name of an
/// environment variable, and the report says which.
/// </summary>
internal static class EndpointSecurityImport
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        ["uniqueIdentifier", "additionalProperties", "proxyConfigType", "connectionTimeoutDuration", "connectionRequestTimeoutDuration",
            "socketTimeoutDuration",
            "connectionTimeoutConfigType", "apiKeyIdentifierType", "enabled", "grantType", "username", "password", "tokenUrl", "clientId",
            "clientSecret",
            "customParameters", "apiKeyIdentifier", "apiKeyValue", "type"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Taken = FrozenSet.ToFrozenSet(["grant_type", "client_id", "client_secret", "username",
        "password"], StringComparer.Ordinal);

    /// <summary>Applies it to the backends of one side that were added from a place on.</summary>
    public static void Apply(Fields config, string side, string name, int from, ImportPlan plan, EndpointCredentials? old)
    {
        var whole = config["endpoint_security"].Map();
        var security = whole?[side].Map() ?? (whole is not null && (whole.Has("type") || whole.Has("enabled")) ? whole : null);
        if (whole is null || security is null)
        {
            if (old is not null)
            {
                Put(old.Type, old.UserName, old.Password, name, from, plan);
            }

            return;
        }

        Read(security, name, from, plan);
        security.Close(LeftOut, "It has no meaning for this type.");
        if (!ReferenceEquals(whole, security) && side == "sandbox")
        {
            whole.Close();
        }
    }

    private static void Read(Fields security, string name, int from, ImportPlan plan)
    {
        var enabled = security["enabled"];
        var type = security["type"];
        var kind = type.TextOrNull()?.ToLowerInvariant() ?? "none";
        if (enabled.Flag() == false || kind == "none")
        {
            return;
        }

        switch (kind)
        {
            case "basic" or "digest":
                type.Taken($"security.type = \"{kind}\" of the backends of '{name}'.");
                Put(kind, security["username"], security["password"], name, from, plan);
                break;
            case "oauth" or "oauth2":
                OAuth(security, name, from, plan);
                break;
            default:
                type.Told(ImportVerdict.Decision,
                    $"The gateway cannot show backends credentials of type {type.Text}: those of '{name}' get none. Let clients send them, or put them in by the network.");
                break;
        }
    }

    private static void Put(string type, Item user, Item password, string name, int from, ImportPlan plan)
    {
        if (user.Text?.Contains(':', StringComparison.Ordinal) == true && type == "basic")
        {
            user.Wrong("the user's name holds a colon, and with Basic a colon ends it (RFC 7617)", "Use a name without one.");
            return;
        }

        var toml = new InlineToml();
        toml.Word("type", type);
        toml.Word("username", Plain(user, $"{Slug.Variable(name)}_USERNAME", "the user's name"));
        toml.Word("password", Variable(password, $"{Slug.Variable(name)}_PASSWORD", "the password"));
        plan.Change(from, leaf => leaf with { Security = toml.ToString() });
    }

    private static void OAuth(Fields security, string name, int from, ImportPlan plan)
    {
        var url = security["tokenUrl"];
        if (url.TextOrNull() is not { } address || PlaceholderText.IsIn(address) || !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https"))
        {
            url.Wrong("credentials of type OAuth need 'tokenUrl', the address that gives tokens",
                "Write it with scheme and host, without placeholders: https://login.example.com/token.");
            return;
        }

        var grant = security["grantType"];
        var isForUser = grant.TextOrNull()?.Equals("password", StringComparison.OrdinalIgnoreCase) == true;
        var toml = new InlineToml();
        toml.Word("type", "oauth2");
        toml.Word("token_url", address);
        toml.Word("client_id", Plain(security["clientId"], $"{Slug.Variable(name)}_CLIENT_ID", "the client's id"));
        toml.Word("client_secret", Variable(security["clientSecret"], $"{Slug.Variable(name)}_CLIENT_SECRET", "the client's secret"));
        if (isForUser)
        {
            toml.Word("grant", "password");
            toml.Word("username", Plain(security["username"], $"{Slug.Variable(name)}_USERNAME", "the user's name"));
            toml.Word("password", Variable(security["password"], $"{Slug.Variable(name)}_PASSWORD", "the password"));
        }

        var parameters = Parameters(security["customParameters"], toml);
        security["type"].Taken($"security.type = \"oauth2\" of the backends of '{name}'.");
        var whole = parameters.IsEmpty ? toml.ToString() : $"{toml.ToString()[..^2]}, parameters = {parameters} }}";
        plan.Change(from, leaf => leaf with { Security = whole });
    }

    /// <summary>What a token is asked for with besides: the scope has a key of its own.</summary>
    private static InlineToml Parameters(Item custom, InlineToml toml)
    {
        var parameters = new InlineToml();
        foreach (var entry in custom.Map()?.Map.Entries ?? [])
        {
            if (entry.Value.Text is not { } value || PlaceholderText.IsIn(value) || Taken.Contains(entry.Key))
            {
                custom.NotSupported($"The parameter {entry.Key} is left out: it is no text, holds a placeholder, or has a key of its own.");
            }
            else if (entry.Key == "scope")
            {
                toml.Word("scope", value);
            }
            else
            {
                parameters.Word(CanonicalToml.Quoted(entry.Key), value);
            }
        }

        return parameters;
    }


    /// <summary>What is no secret is written out, unless a variable stands for it.</summary>
    private static string Plain(Item item, string otherwise, string what) =>
        item.Text is { Length: > 0 } text && Variables.NameIn(text) is null && !PlaceholderText.IsIn(text) ? text : Variable(item, otherwise, what);

    /// <summary>The placeholder that stands for a secret: the one that it is already, else one by the endpoint's name.</summary>
    private static string Variable(Item secret, string otherwise, string what)
    {
        var variable = secret.Text is { } text && Variables.NameIn(text) is { } given ? given : otherwise;
        secret.Told(ImportVerdict.Decision,
            $"Set the environment variable {variable} to {what}, on every edge: it is not written into the configuration.");
        return $"$env{{{variable}}}";
    }
}
