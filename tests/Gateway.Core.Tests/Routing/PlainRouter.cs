using System.Text.RegularExpressions;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>
/// The rules once more, as plainly as they can be written: no index, one regular expression per template, everything tried in order.
/// For contexts and resource paths that hold no escapes.
/// </summary>
internal static class PlainRouter
{
    public static (RouteOutcome Outcome, string Api, int Resource, string Allow) Match(IReadOnlyList<ApiDefinition> apis, string path, string method)
    {
        path = Regex.Replace(path, "%([0-9A-Fa-f]{2})", escape =>
            (char)Convert.ToInt32(escape.Groups[1].Value, 16) is var c && (char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c)) ? $"{c}" : escape.Value.ToUpperInvariant());
        var found = apis.Select(api => (Api: api, Context: api.FullContext.TrimEnd('/'), Rank: 0))
            .Concat(apis.Where(api => api.DefaultVersion).Select(api => (Api: api, Context: api.Context.Replace("/{version}", "").TrimEnd('/'), Rank: 1)))
            .Where(c => path == c.Context || path.StartsWith(c.Context + "/", StringComparison.Ordinal))
            .OrderBy(c => c.Rank).ThenByDescending(c => c.Context.Length).FirstOrDefault();
        if (found.Api is null)
        {
            return (RouteOutcome.NoApi, "", -1, "");
        }

        var rest = path[found.Context.Length..] is { Length: > 0 } some ? some : "/";
        var matching = found.Api.Resources.Select((resource, i) => (resource.Path, resource.Methods, Index: i, Rank: Rank(resource.Path)))
            .Where(r => Matches(r.Path, rest))
            .OrderBy(r => r.Rank).ThenByDescending(r => r.Rank == 1 ? r.Path.Count(c => c == '/') : 0).ThenBy(r => r.Index).ToList();
        foreach (var verb in method == "HEAD" ? ["HEAD", "GET"] : new[] { method })
        {
            foreach (var resource in matching.Where(r => r.Methods.Contains(verb)))
            {
                return (RouteOutcome.Found, found.Api.Name, resource.Index, "");
            }
        }

        var allow = matching.SelectMany(r => r.Methods).ToHashSet();
        if (allow.Contains("GET"))
        {
            allow.Add("HEAD");
        }

        return (allow.Count == 0 ? RouteOutcome.NoResource : RouteOutcome.MethodNotAllowed, found.Api.Name, -1, string.Join(", ", allow.Order(StringComparer.Ordinal)));
    }

    /// <summary>A template as a regular expression with one group per variable.</summary>
    public static Regex Expression(string template)
    {
        template = template.Length > 1 && template.EndsWith('/') ? template[..^1] : template;
        var rest = template.EndsWith("/*", StringComparison.Ordinal);
        var parts = Regex.Matches(rest ? template[..^2] : template, @"\{\+(?<any>\w+)\}|\{(?<one>\w+)\}|(?<star>\*)|(?<text>[^{*]+)");
        return new Regex(
            "^" + string.Concat(parts.Select(p =>
                p.Groups["any"].Success ? $"(?<{p.Groups["any"].Value}>.+?)"
                : p.Groups["one"].Success ? $"(?<{p.Groups["one"].Value}>[^:/?#\\[\\]@!$&'()*+,;=]+?)"
                : p.Groups["star"].Success ? ".*?"
                : Regex.Escape(p.Value))) + (rest ? "(/.*)?\\z" : "\\z"),
            RegexOptions.CultureInvariant);
    }

    private static int Rank(string path) =>
        path == "/*" ? 4
        : Regex.IsMatch(path, @"^/\*\.[^/*{]+\z") ? 2
        : path.Contains('{') || Regex.IsMatch(path, @"\*.|[^/]\*\z") ? 3
        : path.EndsWith("/*", StringComparison.Ordinal) ? 1 : 0;

    private static bool Matches(string resource, string path) => Rank(resource) switch
    {
        0 => (resource.TrimEnd('/') is { Length: > 0 } text ? text : "/") == (path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/"),
        1 => path == resource[..^2] || path.StartsWith(resource[..^1], StringComparison.Ordinal),
        2 => path.EndsWith(resource[2..], StringComparison.Ordinal),
        3 => Expression(resource).IsMatch(path.Length > 1 && path.EndsWith('/') ? path[..^1] : path),
        _ => true,
    };
}
