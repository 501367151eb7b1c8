using System.Collections.Immutable;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Grains.Catalog;

/// <summary>A revision that is remembered.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">The hash of its bundle.</param>
/// <param name="Node">The node through which it came.</param>
/// <param name="AtUtc">When it was accepted.</param>
/// <param name="Origin">By what and by whom.</param>
/// <param name="IsKept">Whether its bundle is still there to go back to.</param>
[GenerateSerializer, Immutable, Alias("gateway.RevisionEntry")]
public sealed record RevisionEntry(
    [property: Id(0)] long Number, [property: Id(1)] string Hash, [property: Id(2)] string Node, [property: Id(3)] DateTimeOffset AtUtc,
    [property: Id(4)] RevisionOrigin Origin, [property: Id(5)] bool IsKept);

/// <summary>The bundle of a revision that is remembered.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Text">Canonical TOML.</param>
[GenerateSerializer, Immutable, Alias("gateway.KeptBundle")]
public sealed record KeptBundle([property: Id(0)] long Number, [property: Id(1)] string Hash, [property: Id(2)] string Text)
{
    /// <summary>Leaves the text out: passwords may stand in it.</summary>
    public override string ToString() => $"revision {Number}, bundle {Hash}";
}

/// <summary>The edges, as the catalog's grain knows them.</summary>
/// <param name="IsSettled">False for the first moments of an activation: edges may be there that it has not heard of yet.</param>
/// <param name="Edges">By name, those missing included.</param>
[GenerateSerializer, Immutable, Alias("gateway.EdgesReply")]
public sealed record EdgesReply([property: Id(0)] bool IsSettled, [property: Id(1)] ImmutableArray<EdgeStanding> Edges);

/// <summary>How a round of checks stands.</summary>
/// <param name="IsKnown">False: the activation that it was begun at is gone, or its time is over; begin it again.</param>
/// <param name="Edges">The edges.</param>
/// <param name="Verdicts">Those that have come.</param>
[GenerateSerializer, Immutable, Alias("gateway.RoundReply")]
public sealed record RoundReply(
    [property: Id(0)] bool IsKnown, [property: Id(1)] EdgesReply Edges, [property: Id(2)] ImmutableArray<EdgeVerdict> Verdicts);
