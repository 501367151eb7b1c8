using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>Where the cursor of a group is kept.</summary>
public enum CursorScope
{
    /// <summary>One cursor for all edges, in the group's grain.</summary>
    Cluster,

    /// <summary>Each edge walks the same ring from a phase of its own; no grain call for a pick.</summary>
    Local,
}

/// <summary>WSO2's load-balance endpoint: deals its requests to its members, in one weighted round robin unless it says otherwise.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Members">Names of leaf endpoints or of other groups, each once, in the order written.</param>
/// <param name="Weight">Turns per ring as a member of another group; default 1.</param>
/// <param name="Cursor">Where the cursor is kept.</param>
/// <param name="Lookahead">
/// Slots fetched ahead: null chooses by the edge's own traffic, 0 is the exact mode (every pick waits for its own place in the
/// global order), any other number keeps that stock. At most 4096.
/// </param>
/// <param name="Place">Where it is configured.</param>
public sealed record LoadBalanceEndpoint(
    string Name, ImmutableArray<string> Members, int Weight, CursorScope Cursor, int? Lookahead, SourcePlace Place)
    : GroupEndpoint(Name, Members, Weight, Place)
{
    /// <summary>How a member is chosen.</summary>
    public BalanceAlgorithm Algorithm { get; init; }

    /// <summary>What the choice of <see cref="BalanceAlgorithm.Hash"/> rests on; null with the other algorithms.</summary>
    public HashKey? HashKey { get; init; }

    /// <summary>
    /// How many times its fair share of this edge's outstanding requests <see cref="BalanceAlgorithm.Hash"/> gives a member at most, over 1;
    /// 0: no limit, and with the other algorithms.
    /// </summary>
    public double BalanceFactor { get; init; }

    /// <inheritdoc />
    public override GroupSettings Settings { get; init; } = GroupSettings.OfLoadBalance;
}

/// <summary>How a load-balance group chooses a member.</summary>
public enum BalanceAlgorithm
{
    /// <summary>In turn, by weight.</summary>
    RoundRobin,

    /// <summary>The one of two drawn by chance that has fewer requests of this edge outstanding, by weight.</summary>
    LeastOutstanding,

    /// <summary>By a key of the request: the same key, the same member.</summary>
    Hash,

    /// <summary>By chance, by weight.</summary>
    Random,
}

/// <summary>What a hash is taken of.</summary>
public enum HashSource
{
    /// <summary>The client's address.</summary>
    ClientAddress,

    /// <summary>A header.</summary>
    Header,

    /// <summary>A cookie.</summary>
    Cookie,

    /// <summary>A query parameter.</summary>
    Query,
}

/// <summary>The key of <see cref="BalanceAlgorithm.Hash"/>.</summary>
/// <param name="Source">Where it is found.</param>
/// <param name="Name">The header's, cookie's or parameter's name; empty for the client's address.</param>
public sealed record HashKey(HashSource Source, string Name);
