using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>
/// Rendezvous hashing, weighted (Thaler, Ravishankar 1998; Schindelhauer, Schomaker 2005): each key ranks the members by a number of its
/// own, and belongs to the highest. Members get keys in the shares of their weights. A member that goes hands over its own keys, each to
/// that key's next; nobody else's move. A pure function of key, ids and weights: every node that knows them finds the same member.
/// </summary>
public static class Rendezvous
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <summary>How high a key ranks a member.</summary>
    /// <param name="key">The key's <see cref="KeyHash"/>.</param>
    /// <param name="member">The member's: the hash of its id.</param>
    /// <param name="weight">Its weight, over 0.</param>
    public static double Score(ulong key, ulong member, double weight)
    {
        // Over 0 and under 1, both ends excluded: the logarithm is finite and not 0.
        var even = ((KeyHash.Mix(key ^ ulong.RotateLeft(member, 23)) >> 11) + 0.5) * Unit;
        return -weight / Math.Log(even);
    }

    /// <summary>The member that a key belongs to as long as all are well.</summary>
    /// <param name="key">The key's <see cref="KeyHash"/>.</param>
    /// <param name="members">The members with their configured weights; at least one.</param>
    public static string First(ulong key, ImmutableArray<GroupMember> members)
    {
        var first = members[0].Id;
        var highest = double.MinValue;
        foreach (var member in members)
        {
            var score = Score(key, KeyHash.Of(member.Id), member.Weight);
            if (score > highest)
            {
                (first, highest) = (member.Id, score);
            }
        }

        return first;
    }
}
