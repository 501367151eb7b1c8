using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration;

/// <summary>A catalog while it is read: what was found so far, in the order of the file.</summary>
/// <param name="problems">Where problems go.</param>
internal sealed class CatalogDraft(ProblemList problems)
{
    private readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Endpoint> Endpoints => _endpoints;

    public List<ApiDefinition> Apis { get; } = [];

    /// <summary>Where the members of each group stand in the file, in their order.</summary>
    public Dictionary<string, List<SourcePlace>> MemberPlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>What each dynamic endpoint leads to, and where that is written.</summary>
    public Dictionary<string, List<RoutePlace>> RoutePlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the sessions of a group are configured, of those that say something of them.</summary>
    public Dictionary<string, SourcePlace> SessionPlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>The mediation flows of the APIs that have some.</summary>
    public Dictionary<ApiDefinition, ApiSequences> Sequences { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where an API names its endpoints: the key's value.</summary>
    public Dictionary<ApiDefinition, ApiPlaces> ApiPlaces { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Names that are defined, be it by an endpoint that could not be read: nobody else is to blame for that.</summary>
    public bool IsDefined(string name) => _endpoints.ContainsKey(name) || _unread.Contains(name);

    public void Add(Endpoint endpoint, bool hasName)
    {
        if (hasName && !_endpoints.TryAdd(endpoint.Name, endpoint))
        {
            problems.Error(endpoint.Place, $"two endpoints are named '{endpoint.Name}'", $"Rename one of them; the first is in line {_endpoints[endpoint.Name].Place.Line}.");
        }
    }

    public void AddUnread(string? name)
    {
        if (name is not null)
        {
            _unread.Add(name);
        }
    }
}

/// <summary>Where things of an API stand that the checks over the whole point to.</summary>
/// <param name="Endpoint">The value of <c>endpoint</c>.</param>
/// <param name="Sandbox">The value of <c>sandbox_endpoint</c>.</param>
/// <param name="Context">The value of <c>context</c>.</param>
internal sealed record ApiPlaces(SourcePlace Endpoint, SourcePlace Sandbox, SourcePlace Context);

/// <summary>One endpoint that a dynamic one leads to.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Place">Where that stands.</param>
/// <param name="Verb">How it leads there, as part of a sentence.</param>
internal sealed record RoutePlace(string Target, SourcePlace Place, string Verb);
