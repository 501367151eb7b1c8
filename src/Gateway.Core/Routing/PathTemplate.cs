using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>A parameter that a resource's template names behind its <c>?</c>.</summary>
/// <param name="Name">The parameter's name, decoded.</param>
/// <param name="Value">What its value must look like; null: like anything.</param>
/// <param name="Required">False in <c>{?a,b}</c>.</param>
internal sealed record QueryPart(string Name, TemplateMatcher? Value, bool Required);

/// <summary>A resource's URI template: which paths and queries it takes and which variables it reads from them.</summary>
internal sealed class PathTemplate(TemplateMatcher path, ImmutableArray<QueryPart> query)
{
    /// <param name="canonicalPath">In canonical form; one slash at its end is ignored.</param>
    /// <param name="rawQuery">As it stands in the request.</param>
    public bool Matches(ReadOnlySpan<char> canonicalPath, ReadOnlySpan<char> rawQuery) =>
        path.Matches(Trim(canonicalPath), []) && QueryMatches(rawQuery);

    /// <summary>Sets <c>uri.var.*</c>; nothing when the template does not match.</summary>
    public void ReadVariables(ReadOnlySpan<char> canonicalPath, ReadOnlySpan<char> rawQuery, RequestVariables variables)
    {
        canonicalPath = Trim(canonicalPath);
        Read(path, canonicalPath, plusIsBlank: false, variables);
        foreach (var part in query)
        {
            if (part.Value is { } value && TryFind(part, rawQuery, out var text))
            {
                Read(value, text, plusIsBlank: true, variables);
            }
        }
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> path) => path.Length > 1 && path[^1] == '/' ? path[..^1] : path;

    private static void Read(TemplateMatcher matcher, ReadOnlySpan<char> text, bool plusIsBlank, RequestVariables variables)
    {
        var captures = new Range[matcher.Parts.Length];
        if (!matcher.Matches(text, captures))
        {
            return;
        }

        for (var i = 0; i < captures.Length; i++)
        {
            if (matcher.Parts[i].IsVariable)
            {
                variables[RequestVariables.PathPrefix + matcher.Parts[i].Text] = PercentEncoding.Decode(text[captures[i]], plusIsBlank);
            }
        }
    }

    private bool QueryMatches(ReadOnlySpan<char> rawQuery)
    {
        foreach (var part in query)
        {
            if (part.Required && !TryFind(part, rawQuery, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first parameter of that name whose value fits.</summary>
    private static bool TryFind(QueryPart part, ReadOnlySpan<char> rawQuery, out ReadOnlySpan<char> value)
    {
        var parameters = new QueryParameters(rawQuery);
        while (parameters.MoveNext())
        {
            if (parameters.Is(part.Name) && (part.Value is null || part.Value.Matches(parameters.Value, [])))
            {
                value = parameters.Value;
                return true;
            }
        }

        value = [];
        return false;
    }
}
