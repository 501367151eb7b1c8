using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>An endpoint that is made of others.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Members">Names of leaf endpoints or of other groups, each once, in the order written.</param>
/// <param name="Weight">Turns per ring as a member of another group; default 1.</param>
/// <param name="Place">Where it is configured.</param>
public abstract record GroupEndpoint(string Name, ImmutableArray<string> Members, int Weight, SourcePlace Place) : Endpoint(Name, Place)
{
    /// <summary>What groups have in common.</summary>
    public abstract GroupSettings Settings { get; init; }
}
