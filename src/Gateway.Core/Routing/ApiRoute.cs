using System.Collections.Immutable;
using Gateway.Core.Soap;

namespace Gateway.Core.Routing;

/// <summary>One API in a <see cref="RouteTable"/>, its resources sorted by how they are chosen.</summary>
public sealed class ApiRoute
{
    private readonly Dictionary<string, ResourceRoute[]>.AlternateLookup<ReadOnlySpan<char>>? _exact;
    private readonly ResourceRoute[] _prefixes;
    private readonly ResourceRoute[] _others;

    internal ApiRoute(int index, ApiDefinition definition, ImmutableArray<ResourceRoute> resources)
    {
        Index = index;
        Definition = definition;
        Resources = resources;
        Notice = definition.Lifecycle == Lifecycle.Deprecated ? new DeprecationNotice(definition.Deprecated ?? Deprecation.Unsaid) : null;
        Cors = definition.Cors is { Enabled: true } cors ? new CorsRules(cors) : null;
        var exact = resources.Where(r => r.Pattern.Kind == PatternKind.Exact)
            .GroupBy(r => r.Pattern.Text, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.OrderByDescending(r => r.Definition.IsOperation).ToArray(), StringComparer.Ordinal);
        _exact = exact.Count == 0 ? null : exact.GetAlternateLookup<ReadOnlySpan<char>>();

        // Of two prefixes of one path the longer string is the one with more segments. The sorts keep the order written, but for resources
        // that stand for one SOAP operation: of one path, they come before the one that stands for all the others.
        _prefixes =
        [
            .. resources.Where(r => r.Pattern.Kind == PatternKind.Prefix).OrderByDescending(r => r.Pattern.Text.Length)
                .ThenByDescending(r => r.Definition.IsOperation),
        ];
        _others =
        [
            .. resources.Where(r => r.Pattern.Kind > PatternKind.Prefix).OrderBy(r => r.Pattern.Kind)
                .ThenByDescending(r => r.Pattern.Kind == PatternKind.Everything && r.Definition.IsOperation),
        ];
        HasOperations = resources.Any(r => r.Definition.IsOperation);
        ReadsOperations = resources.Any(r => r.Definition.SoapOperation.Length > 0);
    }

    /// <summary>Its place in <see cref="RouteTable.Apis"/>.</summary>
    public int Index { get; }

    /// <summary>The API as configured.</summary>
    public ApiDefinition Definition { get; }

    /// <summary>What its answers say of its end; null: it is not deprecated.</summary>
    public DeprecationNotice? Notice { get; }

    /// <summary>Its own rules for pages of other origins; null: it has none, or has switched them off.</summary>
    public CorsRules? Cors { get; }

    /// <summary>Its resources in the order written; one that stands for everything when none is written.</summary>
    public ImmutableArray<ResourceRoute> Resources { get; }

    /// <summary>Whether some resources stand for operations of a SOAP service.</summary>
    public bool HasOperations { get; }

    /// <summary>Whether some of them are told by the body.</summary>
    public bool ReadsOperations { get; }

    /// <summary>
    /// The resource that answers one of <paramref name="methods"/>, in WSO2's order: exact path, longest prefix, extension, templates
    /// in the order written, <c>/*</c>. Null when none does; then <paramref name="offered"/> has the methods of those whose path matches.
    /// </summary>
    /// <param name="path">What is behind the context, canonical, not empty.</param>
    /// <param name="rawQuery">As it stands in the request.</param>
    /// <param name="methods">Bits; a resource without bits answers any method.</param>
    /// <param name="call">The operation called; null: not known yet, so that any will do.</param>
    /// <param name="offered">The methods of all resources seen to match the path.</param>
    internal ResourceRoute? Choose(ReadOnlySpan<char> path, ReadOnlySpan<char> rawQuery, ulong methods, SoapCall? call, out ulong offered)
    {
        offered = 0;
        var trimmed = path.TrimEnd('/');
        if (_exact is { } exact && exact.TryGetValue(trimmed.IsEmpty ? "/" : trimmed, out var same))
        {
            foreach (var route in same)
            {
                if (Answers(route, methods, call, ref offered))
                {
                    return route;
                }
            }
        }

        foreach (var route in _prefixes)
        {
            if (IsBelow(path, route.Pattern.Text) && Answers(route, methods, call, ref offered))
            {
                return route;
            }
        }

        foreach (var route in _others)
        {
            var matches = route.Pattern.Kind switch
            {
                PatternKind.Extension => path.EndsWith(route.Pattern.Text, StringComparison.Ordinal),
                PatternKind.Template => route.Pattern.Template!.Matches(path, rawQuery),
                _ => true,
            };
            if (matches && Answers(route, methods, call, ref offered))
            {
                return route;
            }
        }

        return null;
    }

    private static bool IsBelow(ReadOnlySpan<char> path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static bool Answers(ResourceRoute route, ulong methods, SoapCall? call, ref ulong offered)
    {
        if (call is not null && route.Definition.IsOperation && !call.Is(route.Definition.SoapAction, route.Definition.SoapOperation))
        {
            return false;
        }

        offered |= route.Methods;
        return (route.Methods & methods) != 0 || route.Index < 0;
    }
}
