using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>All that an edge needs to choose: sent whole, so that one lost message is repaired by the next of any kind.</summary>
/// <param name="Stamp">Its age.</param>
/// <param name="Revision">The catalog revision that the members come from.</param>
/// <param name="Members">The members in the catalog's order.</param>
/// <param name="RingVersion">The version at which this ring came into force: it names the ring within the epoch.</param>
/// <param name="RingBase">The first offset that the ring deals.</param>
/// <param name="Ring">For each position the index of its member. Empty for a failover group.</param>
/// <param name="Verdicts">For each member what the cluster says of it.</param>
/// <param name="Current">A failover group's current member, by index; -1: none, or not a failover group.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupSnapshot")]
public sealed record GroupSnapshot(
    [property: Id(0)] Stamp Stamp,
    [property: Id(1)] long Revision,
    [property: Id(2)] ImmutableArray<GroupMember> Members,
    [property: Id(3)] long RingVersion,
    [property: Id(4)] long RingBase,
    [property: Id(5)] ImmutableArray<int> Ring,
    [property: Id(6)] ImmutableArray<MemberVerdict> Verdicts,
    [property: Id(7)] int Current);
