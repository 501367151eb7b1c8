using Gateway.Core.Configuration.Readers;

namespace Gateway.Core.Configuration.Import;

/// <summary>An API's <c>corsConfiguration</c>.</summary>
internal static class CorsImport
{
    private static readonly (string Theirs, string Ours)[] Lists =
        [("accessControlAllowOrigins", "allow_origins"), ("accessControlAllowMethods", "allow_methods"),
            ("accessControlAllowHeaders", "allow_headers")];

    /// <summary>The key of the API's table, with its value as TOML; nothing when the API leaves it to the node.</summary>
    public static IEnumerable<(string Key, string Toml)> Read(Fields api)
    {
        if (api["corsConfiguration"].Map() is not { } cors)
        {
            yield break;
        }

        if (cors["corsConfigurationEnabled"].Flag() != true)
        {
            api["corsConfiguration"].Told(ImportVerdict.LeftOut, "It is switched off: what the node's [apim.cors] says counts.");
            yield break;
        }

        var keys = new List<string>();
        foreach (var (theirs, ours) in Lists)
        {
            var values = Values(cors[theirs], ours == "allow_origins");
            if (values.Length > 0)
            {
                keys.Add($"{ours} = [{string.Join(", ", values.Select(CanonicalToml.Quoted))}]");
            }
        }

        if (cors["accessControlAllowCredentials"].Flag() == true)
        {
            keys.Add("allow_credentials = true");
        }

        cors.Close();
        yield return ("cors", keys.Count == 0 ? "{}" : $"{{ {string.Join(", ", keys)} }}");
    }

    private static string[] Values(Item list, bool areOrigins)
    {
        var values = new List<string>();
        foreach (var item in list.List())
        {
            if (item.TextOrNull() is not { } text)
            {
                continue;
            }

            // A browser's Origin has no slash at its end: with one, it never matched.
            text = areOrigins ? text.TrimEnd('/').ToLowerInvariant() : text;
            if (text == "*" || (areOrigins ? IsOrigin(text) : HttpToken.IsName(text)))
            {
                values.Add(text);
            }
            else
            {
                item.NotSupported($"It is no {(areOrigins ? "origin, such as https://app.example.com" : "name that HTTP knows")}; it is left out.");
            }
        }

        return !areOrigins && values.Contains("*") ? ["*"] : [.. values.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text.Replace("*", "x", StringComparison.Ordinal), UriKind.Absolute, out var origin) && origin.Host.Length > 0
            && origin.PathAndQuery is "/" or ""
        && !text.AsSpan().ContainsAny("?#@ ") && text.AsSpan().Count('*') <= 1 && !PlaceholderText.IsIn(text);
}
