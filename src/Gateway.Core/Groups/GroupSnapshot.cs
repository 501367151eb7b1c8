using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>All that an edge needs to choose: sent whole, so that one lost message is repaired by the next of any kind.</summary>
/// <param name="Stamp">Its age.</param>
/// <param name="Revision">The catalog revision that the members come from.</param>
/// <param name="Members">The members in the catalog's order.</param>
/// <param name="RingVersion">The version at which this ring came into force: it names the ring within the epoch.</param>
/// <param name="RingBase">The first offset that the ring deals.</param>
/// <param name="Ring">For each position the index of its member.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupSnapshot")]
public sealed record GroupSnapshot(
    [property: Id(0)] Stamp Stamp,
    [property: Id(1)] long Revision,
    [property: Id(2)] ImmutableArray<GroupMember> Members,
    [property: Id(3)] long RingVersion,
    [property: Id(4)] long RingBase,
    [property: Id(5)] ImmutableArray<int> Ring);
