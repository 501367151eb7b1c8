namespace Gateway.Core.Routing;

/// <summary>
/// WSO2's prefix <c>legacy-encoding:</c> of a URI template: values are taken without their escapes, and so is the whole expansion, which
/// is then escaped anew. What was escaped on purpose (<c>%2F</c>, <c>%26</c>) is a separator afterwards: that is what it is asked for.
/// </summary>
internal static class LegacyEncoding
{
    public const string Prefix = "legacy-encoding:";

    /// <summary>Whether a url asks for it.</summary>
    public static bool IsAskedFor(string url) => url.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Expands a template so.</summary>
    public static string Expand(UriTemplate template, Dictionary<string, object> values)
    {
        var decoded = new Dictionary<string, object>(values.Count, StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            decoded[name] = value is string text ? PercentEncoding.Decode(text, plusIsBlank: true) : value;
        }

        // A percent sign that is left is data now.
        return PercentEncoding.EscapeIllegal(
            PercentEncoding.Decode(template.Expand(decoded), plusIsBlank: true).Replace("%", "%25", StringComparison.Ordinal));
    }
}
