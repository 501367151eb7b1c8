namespace Gateway.Core.Routing;

/// <summary>What an endpoint's <c>url</c> may be, as written and as expanded.</summary>
internal static class BackendAddressRules
{
    /// <summary>What is wrong with a url whose grammar is right.</summary>
    public static bool Check(string url, UriTemplate template, out string error, out int column)
    {
        (error, column) = Find(url, template);
        return error.Length == 0;
    }

    /// <summary>Whether scheme, host and port stand before the first variable, closed by <c>/</c> or <c>?</c>.</summary>
    public static bool HasFixedAuthority(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var brace = url.IndexOf('{');
        var end = start < 0 ? -1 : url.AsSpan(start + 3).IndexOfAny('/', '?');
        return brace < 0 || (end >= 0 && start + 3 + end < brace);
    }

    /// <summary>Whether an expanded template may be called; see <see cref="BackendAddress.Compose"/>.</summary>
    public static bool MayBeCalled(string expanded, int query, bool hasFixedAuthority)
    {
        var path = query < 0 ? expanded.AsSpan() : expanded.AsSpan(0, query);
        return !DotSegments.Contain(path) && (hasFixedAuthority || IsHttp(expanded));
    }

    private static (string Error, int Column) Find(string url, UriTemplate template)
    {
        foreach (var (name, column) in template.Variables)
        {
            if (!IsKnown(name))
            {
                return (
                    $"the variable '{name}' is unknown: a url takes uri.var.NAME (of the resource's path) and query.param.NAME", column);
            }
        }

        if (url.Contains('#'))
        {
            return ("a backend's url cannot hold a fragment ('#'): it is never sent", url.IndexOf('#') + 1);
        }

        if (url.StartsWith('{'))
        {
            return ("", 0);
        }

        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return ("a backend's url must begin with http://, https://, ws:// or wss://", 1);
        }

        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(authority).IndexOfAny('/', '?');
        end = end < 0 ? url.Length : authority + end;
        if (url.IndexOf('@', authority, end - authority) >= 0)
        {
            return ("a backend's url cannot hold user and password; use the endpoint's 'security'", authority + 1);
        }

        // Digits are good for a host and for a port.
        var trial = template.Expand(template.Variables.DistinctBy(v => v.Name).ToDictionary(v => v.Name, object (_) => "1"));
        if (!IsHttp(trial))
        {
            return ("host or port of the url cannot be read", authority + 1);
        }

        var query = url.IndexOf('?', end);
        return DotSegments.Contain(query < 0 ? url.AsSpan(end) : url.AsSpan(end, query - end))
            ? ("the url's path holds '.' or '..'", end + 1)
            : ("", 0);
    }

    private static bool IsKnown(string name) =>
        IsBelow(name, RequestVariables.PathPrefix) || IsBelow(name, RequestVariables.QueryPrefix);

    private static bool IsBelow(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length;

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
}
