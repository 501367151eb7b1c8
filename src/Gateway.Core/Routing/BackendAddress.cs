using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Routing;

/// <summary>
/// An endpoint's <c>url</c>, read once: an address, or an RFC 6570 template over <c>uri.var.*</c> and <c>query.param.*</c> as in WSO2. Of
/// scheme http, https, ws or wss; with the prefix <c>legacy-encoding:</c> expanded by <see cref="LegacyEncoding"/>.
/// </summary>
public sealed class BackendAddress
{
    private readonly UriTemplate? _template;
    private readonly bool _isLegacy;
    private readonly string _literal;
    private readonly int _literalQuery;

    private BackendAddress(string url, string plain, UriTemplate? template)
    {
        Url = url;
        _template = template;
        _isLegacy = LegacyEncoding.IsAskedFor(url);
        _literal = template is null ? PercentEncoding.EscapeIllegal(plain) : "";
        _literalQuery = _literal.IndexOf('?');
        HasFixedAuthority = BackendAddressRules.HasFixedAuthority(plain);
        foreach (var (name, _) in template?.Variables ?? [])
        {
            UsesPathVariables |= name.StartsWith(RequestVariables.PathPrefix, StringComparison.Ordinal);
        }
    }

    /// <summary>As configured.</summary>
    public string Url { get; }

    /// <summary>Whether it depends on the request at all.</summary>
    public bool UsesVariables => _template is not null;

    /// <summary>Whether it holds a <c>uri.var.*</c>: then <c>append_path</c> is off unless it is set.</summary>
    public bool UsesPathVariables { get; }

    /// <summary>
    /// Whether scheme, host and port are written out. Otherwise a request can choose the host, and whoever forwards has to guard it.
    /// </summary>
    public bool HasFixedAuthority { get; }

    /// <summary>Reads an endpoint's <c>url</c>.</summary>
    /// <param name="url">The text.</param>
    /// <param name="address">The address; null when it cannot be read.</param>
    /// <param name="error">What is wrong, without place and final full stop; empty when nothing is. Never repeats a password.</param>
    /// <param name="errorColumn">Where in <paramref name="url"/>, counted from 1.</param>
    public static bool TryCompile(string url, [NotNullWhen(true)] out BackendAddress? address, out string error, out int errorColumn)
    {
        address = null;
        var plain = BackendScheme.AsHttp(url);
        if (!UriTemplate.TryParse(plain, out var template, out error, out errorColumn)
            || !BackendAddressRules.Check(plain, template, out error, out errorColumn))
        {
            errorColumn = Math.Max(1, errorColumn + BackendScheme.Shift(url));
            return false;
        }

        // As in WSO2, so that one variable can hold a whole URL. Names begin with a letter: anything else is an operator.
        if (plain.StartsWith('{') && char.IsAsciiLetter(plain[1])
            && !UriTemplate.TryParse("{+" + plain[1..], out template, out error, out errorColumn))
        {
            return false;
        }

        address = new BackendAddress(url, plain, template.Variables.IsEmpty ? null : template);
        return true;
    }

    /// <summary>
    /// The absolute URL of one request. What comes from the request keeps its escapes byte for byte. With a literal address it allocates
    /// the answer and nothing else, and is never null.
    /// </summary>
    /// <param name="postfixPath">What lies behind the API's context; raw, begins with <c>/</c> or is empty.</param>
    /// <param name="query">The raw query with its <c>?</c>; empty when there is none.</param>
    /// <param name="variables">The request's variables; unknown ones expand to nothing. Only read by a template.</param>
    /// <param name="appendPath">Whether path and query go behind the address; its own query comes first.</param>
    /// <returns>
    /// Null when the variables make no address that may be called: dot segments, which would leave the path written in the
    /// configuration, or, where a variable gives the host, no absolute http or https URL. That is the client's fault: 400.
    /// </returns>
    public string? Compose(ReadOnlySpan<char> postfixPath, ReadOnlySpan<char> query, RequestVariables? variables, bool appendPath)
    {
        if (_template is null)
        {
            return appendPath ? Join(_literal, _literalQuery, postfixPath, query) : _literal;
        }

        // A '#' in a value is data: no request carries a fragment, and the rest of the address must not be lost.
        var values = variables?.Values ?? [];
        var expanded = (_isLegacy ? LegacyEncoding.Expand(_template, values) : _template.Expand(values)).Replace("#", "%23", StringComparison.Ordinal);
        var expandedQuery = expanded.IndexOf('?');
        if (!BackendAddressRules.MayBeCalled(expanded, expandedQuery, HasFixedAuthority))
        {
            return null;
        }

        return appendPath ? Join(expanded, expandedQuery, postfixPath, query) : expanded;
    }

    /// <summary>WSO2's rule: exactly one slash between them; a slash at the base's end goes when nothing but a query follows.</summary>
    /// <param name="address">The base.</param>
    /// <param name="addressQuery">Where its query begins; -1: it has none.</param>
    /// <param name="path">What follows its path; begins with <c>/</c> or is empty.</param>
    /// <param name="query">With its <c>?</c>; empty: none.</param>
    /// <param name="mergesSlashes">Whether two slashes that meet become one.</param>
    public static string Join(
        string address, int addressQuery, ReadOnlySpan<char> path, ReadOnlySpan<char> query, bool mergesSlashes = true)
    {
        ReadOnlySpan<char> head = addressQuery < 0 ? address : address.AsSpan(0, addressQuery);
        ReadOnlySpan<char> own = addressQuery < 0 ? [] : address.AsSpan(addressQuery);
        if (mergesSlashes && head.EndsWith('/') && (path.StartsWith('/') || (path.IsEmpty && !query.IsEmpty)))
        {
            head = head[..^1];
        }

        if (own.IsEmpty || query.IsEmpty)
        {
            return string.Concat(head, path, own.IsEmpty ? query : own);
        }

        var more = query[1..];
        return own.Length > 1 && !more.IsEmpty ? string.Concat($"{head}{path}{own}", "&", more) : string.Concat(head, path, own, more);
    }
}
