using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What the cluster says of one member: part of a snapshot, in the members' order.</summary>
/// <param name="Gen">Counts its state changes within an epoch: evidence counts only under the present one.</param>
/// <param name="State">The verdict.</param>
/// <param name="Word">An operator's word, which lies over it.</param>
/// <param name="RemainingMs">How much longer it is left alone, in milliseconds from the moment of sending; 0: not at all, or in trial.</param>
/// <param name="Suspensions">Suspensions in a row since it was last active.</param>
/// <param name="Share">Share of its weight that it is given now, over 0 to 1: less than 1 while it starts slowly.</param>
[GenerateSerializer, Immutable, Alias("gateway.MemberVerdict")]
public readonly record struct MemberVerdict(
    [property: Id(0)] long Gen, [property: Id(1)] MemberState State, [property: Id(2)] OperatorWord Word,
    [property: Id(3)] long RemainingMs, [property: Id(4)] int Suspensions, [property: Id(5)] double Share)
{
    /// <summary>Whether an edge may pick it, as far as the cluster is concerned.</summary>
    public bool IsAvailable => Word == OperatorWord.None && State == MemberState.Active;
}
