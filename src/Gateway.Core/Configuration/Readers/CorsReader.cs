using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads a node's <c>[apim.cors]</c>, which is WSO2's, and an API's own <c>[api.cors]</c>.</summary>
internal static class CorsReader
{
    private static readonly FlagKey Credentials = new(
        "allow_credentials", false, """whether requests may carry cookies and the like; changes nothing, and is a warning, with `"*"`""");

    private static readonly DurationKey MaxAge = new(
        "max_age", TimeSpan.Zero, TimeSpan.Zero, Limits.Day, "how long a browser may keep the answer to a preflight") { Otherwise = "not said" };

    private static readonly ImmutableArray<Key> Shared =
    [
        new Key("allow_origins", "list of origins", ListOf(CorsPolicy.Default.AllowOrigins),
            """
            origins whose pages may call: `"https://app.example.com"`, or with one asterisk for a part of host or port, `"https://*.example.com"`, `"http://localhost:*"`; `"*"`: all
            """),
        new Key("allow_methods", "list of methods", ListOf(CorsPolicy.Default.AllowMethods), "methods, as far as the resource offers them"),
        new Key("allow_headers", "list of headers", ListOf(CorsPolicy.Default.AllowHeaders), """request headers; `["*"]`: whatever is asked for"""),
        new Key("expose_headers", "list of headers", ListOf(CorsPolicy.Default.ExposeHeaders), "headers of answers that pages may read"),
        Credentials,
        MaxAge,
    ];

    private static readonly FlagKey NodeSwitch = new(
        "enable", CorsPolicy.Default.Enabled, "`false`: the backends of all APIs on this node care for CORS, and OPTIONS is a method like any other");

    private static readonly FlagKey ApiSwitch = new(
        "enabled", CorsPolicy.Default.Enabled, "`false`: the backend cares for CORS, and OPTIONS is a method like any other");

    /// <summary>The keys of a node's table.</summary>
    public static KeySet NodeKeys { get; } = new("[apim.cors]", [NodeSwitch, .. Shared]);

    /// <summary>The keys of an API's table.</summary>
    public static KeySet ApiKeys { get; } = new("[api.cors]", [ApiSwitch, .. Shared]);

    private static readonly FrozenSet<string> Wso2 = new[] { "enable_validation_for_ws" }.ToFrozenSet(StringComparer.Ordinal);

    public static CorsPolicy OfNode(TableReader file)
    {
        if (file.Table("apim", "[apim]")?.Named("[apim]").Table("cors", "[apim.cors]")?.Named("[apim.cors]") is not { } table)
        {
            return CorsPolicy.Default;
        }

        NodeKeys.CheckShared(table, Wso2, "apim", "cors.");
        return Read(table, NodeSwitch);
    }

    /// <summary>An API's own policy; null: the node's holds.</summary>
    public static CorsPolicy? OfApi(TableReader api)
    {
        if (api.Table("cors", "a table [api.cors] behind the API") is not { } table)
        {
            return null;
        }

        ApiKeys.Check(table);
        return Read(table, ApiSwitch);
    }

    public static void Write(CorsPolicy? policy, CanonicalToml toml)
    {
        if (policy is null)
        {
            return;
        }

        var usual = CorsPolicy.Default;
        var table = new InlineToml();
        table.Flag("enabled", policy.Enabled, true);
        table.Words("allow_origins", policy.AllowOrigins, usual.AllowOrigins);
        table.Words("allow_methods", policy.AllowMethods, usual.AllowMethods);
        table.Words("allow_headers", policy.AllowHeaders, usual.AllowHeaders);
        table.Words("expose_headers", policy.ExposeHeaders, usual.ExposeHeaders);
        table.Flag("allow_credentials", policy.AllowCredentials, false);
        if (policy.MaxAge is { } age)
        {
            table.Word("max_age", Duration.Text(age));
        }

        // An empty table says something, too: that the node's policy is not this API's.
        toml.Raw("cors", table.IsEmpty ? "{}" : table.ToString());
    }

    private static CorsPolicy Read(TableReader table, FlagKey enabled)
    {
        var usual = CorsPolicy.Default;
        var policy = new CorsPolicy
        {
            Enabled = table.Flag(enabled),
            AllowOrigins = table.Has("allow_origins") ? Origins(table) : usual.AllowOrigins,
            AllowMethods = table.Has("allow_methods") ? Tokens(table, "allow_methods", "a method", upper: true) : usual.AllowMethods,
            AllowHeaders = table.Has("allow_headers") ? Tokens(table, "allow_headers", "a header", upper: false) : usual.AllowHeaders,
            ExposeHeaders = Tokens(table, "expose_headers", "a header", upper: false),
            AllowCredentials = table.Flag(Credentials),
            MaxAge = table.Has(MaxAge.Name) ? table.Duration(MaxAge) : null,
        };
        if (policy.AllowCredentials && policy.AllowOrigins.Contains("*"))
        {
            table.Problems.Warning(table.PlaceOf("allow_credentials"),
                $"'allow_credentials' in {table.What} changes nothing while 'allow_origins' holds \"*\"",
                "Name the origins whose pages may send cookies and the like: pages of every origin may not.");
        }

        return policy;
    }

    private static string ListOf(ImmutableArray<string> words) => $"[{string.Join(", ", words.Select(CanonicalToml.Quoted))}]";

    private static ImmutableArray<string> Origins(TableReader table)
    {
        var origins = ImmutableArray.CreateBuilder<string>();
        foreach (var (text, place) in Words(table, "allow_origins"))
        {
            var origin = text.ToLowerInvariant();
            if (OriginFault(origin) is { } fault)
            {
                table.Problems.Error(place, $"\"{text}\" in 'allow_origins' of {table.What} is no origin: {fault}",
                    "Write \"*\", or scheme, host and port as browsers send them: \"https://app.example.com\", \"https://*.example.com\", \"http://localhost:*\".");
            }
            else if (!origins.Contains(origin))
            {
                origins.Add(origin);
            }
        }

        return origins.ToImmutable();
    }

    private static string? OriginFault(string origin)
    {
        if (origin == "*")
        {
            return null;
        }

        var host = origin.IndexOf("://", StringComparison.Ordinal) + 3;
        return host < 4 || !origin.AsSpan(0, host - 3).ContainsOnly(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? "it has no scheme"
            : host == origin.Length ? "it has no host"
            : origin.AsSpan(host).ContainsAny("/?#@") ? "it has more than scheme, host and port"
            : !origin.AsSpan(host).ContainsOnly(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '*' or '[' or ']' or '_')
                ? "its host has letters that browsers do not send"
            : origin.AsSpan().Count('*') > 1 ? "it has more than one asterisk"
            : null;
    }

    private static ImmutableArray<string> Tokens(TableReader table, string key, string of, bool upper)
    {
        var tokens = ImmutableArray.CreateBuilder<string>();
        foreach (var (text, place) in Words(table, key))
        {
            var token = upper ? text.ToUpperInvariant() : text;
            if (!HttpToken.IsName(token))
            {
                table.Problems.Error(place, $"\"{text}\" in '{key}' of {table.What} cannot be the name of {of}", $"Such a name has {HttpToken.Rule}.");
            }
            else if (!tokens.Contains(token, StringComparer.OrdinalIgnoreCase))
            {
                tokens.Add(token);
            }
        }

        if (tokens.Count > 1 && tokens.Contains("*"))
        {
            table.Problems.Error(table.PlaceOf(key), $"'{key}' in {table.What} holds \"*\" and others", "Write \"*\" alone, or leave it out.");
        }

        return tokens.ToImmutable();
    }

    // WSO2 takes a list, and a text with commas.
    private static IEnumerable<(string Text, SourcePlace Place)> Words(TableReader table, string key) =>
        table.Value(key) is ScalarNode { Kind: ScalarKind.Text } line
            ? line.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => (text, line.Place))
            : table.Texts(key, "texts").Select(text => (text.Text.Trim(), text.Place));

    private static bool ContainsOnly(this ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        foreach (var c in text)
        {
            if (!allowed(c))
            {
                return false;
            }
        }

        return true;
    }
}
