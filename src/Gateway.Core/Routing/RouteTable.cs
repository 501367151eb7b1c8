using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Soap;

namespace Gateway.Core.Routing;

/// <summary>
/// Finds API and resource of a request by WSO2's rules. Immutable: a new catalog is a new table. A look-up allocates nothing, and its
/// time depends on the depth of the deepest context and on the API's own resources, not on the number of APIs.
/// </summary>
/// <remarks>
/// <para>Paths are compared as they stand in the request, letter by letter and case-sensitive; only escapes that RFC 3986 section 6.2.2
/// calls equal are (<c>%7e</c> and <c>~</c>, <c>%2f</c> and <c>%2F</c>). Dot segments are the caller's to remove first, see
/// <see cref="DotSegments"/>.</para>
/// <para>HEAD: WSO2 wants it listed. Here a HEAD that no resource lists for the path goes to the one that answers GET, as with other
/// proxies; <c>Allow</c> says so. OPTIONS is answered only where it is listed.</para>
/// </remarks>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, Owners>.AlternateLookup<ReadOnlySpan<char>> _contexts;
    private readonly AllowValues _allow;
    private readonly ulong _get;
    private readonly ulong _head;
    private readonly int _deepest;

    private RouteTable(ImmutableArray<ApiRoute> apis, Dictionary<string, Owners> contexts, AllowValues allow)
    {
        Apis = apis;
        _contexts = contexts.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _allow = allow;
        (_get, _head) = (allow.BitOf("GET"), allow.BitOf("HEAD"));
        _deepest = contexts.Keys.Max(context => (int?)context.AsSpan().Count('/')) ?? 0;
    }

    /// <summary>The APIs in the order given; one that is retired is never found.</summary>
    public ImmutableArray<ApiRoute> Apis { get; }

    /// <summary>Builds the table, from every API that is to be found at all.</summary>
    /// <exception cref="ArgumentException">
    /// Two APIs claim one context (<see cref="ApiContexts.Conflicts"/> finds them), or a resource's path cannot be read
    /// (<see cref="ResourcePattern.TryParse"/> says why): a configuration that was checked has neither.
    /// </exception>
    public static RouteTable Build(ImmutableArray<ApiDefinition> apis)
    {
        if (ApiContexts.Conflicts(apis) is [var conflict, ..])
        {
            throw new ArgumentException(
                $"'{conflict.Context}' is the context of {conflict.First.Place} and of {conflict.Second.Place}.", nameof(apis));
        }

        var allow = new AllowValues(
            apis.SelectMany(api => api.Resources).SelectMany(resource => resource.Methods),
            apis.Select(api => api.Resources.Select(resource => resource.Methods.AsEnumerable())));
        var routes = ImmutableArray.CreateBuilder<ApiRoute>(apis.Length);
        var contexts = new Dictionary<string, Owners>(apis.Length, StringComparer.Ordinal);
        foreach (var api in apis)
        {
            var route = new ApiRoute(routes.Count, api, ReadResources(api, allow));
            routes.Add(route);
            if (api.Lifecycle == Lifecycle.Retired)
            {
                continue;
            }

            var versioned = ApiContexts.Versioned(api);
            contexts[versioned] = contexts.GetValueOrDefault(versioned) with { Versioned = route };
            if (api.DefaultVersion)
            {
                var unversioned = ApiContexts.Unversioned(api);
                var owners = contexts.GetValueOrDefault(unversioned);
                if (owners.Unversioned is null || LifecycleRules.IsDeployed(api.Lifecycle))
                {
                    contexts[unversioned] = owners with { Unversioned = route };
                }
            }
        }

        return new RouteTable(routes.MoveToImmutable(), contexts, allow);
    }

    /// <summary>Finds who answers a request.</summary>
    /// <param name="rawPath">The request's path, escapes and all, without the query; begins with <c>/</c>.</param>
    /// <param name="rawQuery">Its query with the <c>?</c>; empty when there is none. Only templates with a query look at it.</param>
    /// <param name="method">Its method, case-sensitive.</param>
    /// <param name="call">The SOAP operation it calls; null: not known yet. Only needed where <see cref="ApiRoute.HasOperations"/>.</param>
    public RouteMatch Match(ReadOnlySpan<char> rawPath, ReadOnlySpan<char> rawQuery, string method, SoapCall? call = null)
    {
        using var path = new CanonicalPath(rawPath, rawPath.Contains('%') ? stackalloc char[CanonicalPath.BufferLength] : []);
        var api = FindApi(path.Span, out var contextLength);
        if (api is null)
        {
            return new RouteMatch(RouteOutcome.NoApi, null, null, 0, "");
        }

        var behind = path.Span.Length == contextLength ? "/" : path.Span[contextLength..];
        var bit = _allow.BitOf(method);
        var resource = api.Choose(behind, rawQuery, bit, call, out var offered);
        if (resource is null && bit == _head && (offered & _get) != 0)
        {
            resource = api.Choose(behind, rawQuery, _get, call, out _);
        }

        var postfixStart = path.RawIndex(contextLength);
        return resource is not null ? new RouteMatch(RouteOutcome.Found, api, resource, postfixStart, "")
            : offered == 0 ? new RouteMatch(RouteOutcome.NoResource, api, null, postfixStart, "")
            : new RouteMatch(RouteOutcome.MethodNotAllowed, api, null, postfixStart, _allow.ValueOf(offered));
    }

    private static ImmutableArray<ResourceRoute> ReadResources(ApiDefinition api, AllowValues allow)
    {
        if (api.Resources.IsEmpty)
        {
            var everything = new ResourceDefinition("/*", [], api.Place);
            return [new ResourceRoute(-1, everything, Read(everything), 0)];
        }

        return [.. api.Resources.Select((resource, i) => new ResourceRoute(i, resource, Read(resource), allow.SetOf(resource.Methods)))];
    }

    private static ResourcePattern Read(ResourceDefinition resource) =>
        ResourcePattern.TryParse(resource.Path, out var pattern, out var error, out var column)
            ? pattern
            : throw new ArgumentException($"{resource.Place}: '{resource.Path}', character {column}: {error}.", nameof(resource));

    /// <summary>
    /// The API whose context is the longest that the path begins with, whole segments only. Versioned contexts come first whatever
    /// their length, as in WSO2.
    /// </summary>
    private ApiRoute? FindApi(ReadOnlySpan<char> path, out int contextLength)
    {
        ApiRoute? unversioned = null;
        contextLength = 0;
        for (var end = EndOfSegment(path, _deepest); end >= 0; end = path[..end].LastIndexOf('/'))
        {
            if (!_contexts.TryGetValue(path[..end], out var owners))
            {
                continue;
            }

            if (owners.Versioned is { } versioned)
            {
                contextLength = end;
                return versioned;
            }

            if (unversioned is null)
            {
                (unversioned, contextLength) = (owners.Unversioned, end);
            }
        }

        return unversioned;
    }

    /// <summary>Where the path's segment number <paramref name="count"/> ends, or the path when it has no more than those.</summary>
    private static int EndOfSegment(ReadOnlySpan<char> path, int count)
    {
        var end = 0;
        for (var i = 0; i < count && end < path.Length; i++)
        {
            var next = path[(end + 1)..].IndexOf('/');
            end = next < 0 ? path.Length : end + 1 + next;
        }

        return end;
    }

    /// <summary>Who answers under a context.</summary>
    private readonly record struct Owners(ApiRoute? Versioned, ApiRoute? Unversioned);
}
