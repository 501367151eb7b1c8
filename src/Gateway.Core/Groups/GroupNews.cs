using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>What a grain has to say to one edge beside the answer to its call: part of every reply and of every nudge.</summary>
/// <param name="Snapshot">The snapshot, if the edge was behind.</param>
/// <param name="Permits">Leave to try members; only in answers to this edge's own calls.</param>
/// <param name="Asks">Opinions that this edge still owes.</param>
/// <param name="Contradicted">Members on which this edge's node has lost its vote: its overlays there are private.</param>
/// <param name="IsUnfenced">Changes have been waiting to be stored for 3 s or more.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupNews")]
public sealed record GroupNews(
    [property: Id(0)] GroupSnapshot? Snapshot, [property: Id(1)] ImmutableArray<TrialPermit> Permits,
    [property: Id(2)] ImmutableArray<OpinionAsk> Asks, [property: Id(3)] ImmutableArray<string> Contradicted,
    [property: Id(4)] bool IsUnfenced)
{
    /// <summary>Nothing new.</summary>
    public static GroupNews None { get; } = new(null, [], [], [], false);
}
