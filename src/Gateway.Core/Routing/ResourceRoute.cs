namespace Gateway.Core.Routing;

/// <summary>One resource of an API in a <see cref="RouteTable"/>.</summary>
public sealed class ResourceRoute
{
    internal ResourceRoute(int index, ResourceDefinition definition, ResourcePattern pattern, ulong methods)
    {
        (Index, Definition, Pattern, Methods) = (index, definition, pattern, methods);
    }

    /// <summary>Its place among the API's resources; -1 for the one that stands for an API without any.</summary>
    public int Index { get; }

    /// <summary>
    /// The resource as configured. For an API without resources it is made up: <c>/*</c> with no methods, which means any.
    /// </summary>
    public ResourceDefinition Definition { get; }

    /// <summary>How its path is compared.</summary>
    public ResourcePattern Pattern { get; }

    /// <summary>The bits of its methods, in the table's <see cref="AllowValues"/>.</summary>
    internal ulong Methods { get; }

    /// <summary>
    /// Sets the variables of its template as <c>uri.var.*</c> and every parameter of the query as <c>query.param.*</c>. Only for
    /// whoever asks: the table itself reads none.
    /// </summary>
    /// <param name="postfixPath">The raw path from <see cref="RouteMatch.PostfixStart"/> on.</param>
    /// <param name="query">The raw query with its <c>?</c>; empty when there is none.</param>
    /// <param name="variables">Takes the variables.</param>
    public void ReadVariables(ReadOnlySpan<char> postfixPath, ReadOnlySpan<char> query, RequestVariables variables)
    {
        variables.ReadQuery(query);
        if (Pattern.Template is { } template)
        {
            var raw = postfixPath.IsEmpty ? "/" : postfixPath;
            using var path = new CanonicalPath(raw, raw.Contains('%') ? stackalloc char[CanonicalPath.BufferLength] : []);
            template.ReadVariables(path.Span, query, variables);
        }
    }
}
