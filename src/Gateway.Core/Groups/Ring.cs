using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>
/// The smooth weighted round-robin order: every member stands in it as often as its weight, spread as evenly as can be. A pure
/// function of the weights, so that every node that knows them knows the ring.
/// </summary>
public static class Ring
{
    /// <summary>The longest ring. Larger sums of weights are scaled down to it; only more members than this make a longer one.</summary>
    public const int MaxLength = 4096;

    /// <summary>Builds the ring.</summary>
    /// <param name="weights">Weight of each member, in the members' order; 0 leaves the member out. Not negative.</param>
    /// <returns>For each position the index of its member; empty when all weights are 0.</returns>
    public static ImmutableArray<int> Build(ReadOnlySpan<int> weights)
    {
        var scaled = Scale(weights);
        var length = 0;
        foreach (var weight in scaled)
        {
            length += weight;
        }

        var positions = ImmutableArray.CreateBuilder<int>(length);
        var credit = new int[scaled.Length];
        for (var position = 0; position < length; position++)
        {
            // Everybody earns its weight; the richest takes the position and pays for a whole lap. Ties go to the first.
            var richest = -1;
            for (var member = 0; member < scaled.Length; member++)
            {
                credit[member] += scaled[member];
                if (scaled[member] > 0 && (richest < 0 || credit[member] > credit[richest]))
                {
                    richest = member;
                }
            }

            credit[richest] -= length;
            positions.Add(richest);
        }

        return positions.MoveToImmutable();
    }

    /// <summary>The position of an offset on a ring.</summary>
    /// <param name="offset">An offset dealt while the ring was in force.</param>
    /// <param name="ringBase">The first offset that the ring dealt; may lie behind <paramref name="offset"/> only.</param>
    /// <param name="length">The ring's length, at least 1.</param>
    public static int PositionOf(long offset, long ringBase, int length) => (int)((ulong)(offset - ringBase) % (ulong)length);

    private static int[] Scale(ReadOnlySpan<int> weights)
    {
        var divisor = 0;
        var sum = 0L;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight);
            divisor = GreatestCommonDivisor(divisor, weight);
            sum += weight;
        }

        var scaled = new int[weights.Length];
        if (divisor > 0 && sum / divisor > MaxLength)
        {
            ScaleDown(weights, sum, scaled);
            return scaled;
        }

        for (var member = 0; member < weights.Length; member++)
        {
            scaled[member] = weights[member] == 0 ? 0 : weights[member] / divisor;
        }

        return scaled;
    }

    // Who would get less than one position gets one, and the others share what is left: so the limit holds, and nobody is left out.
    private static void ScaleDown(ReadOnlySpan<int> weights, long sum, int[] scaled)
    {
        var length = (long)MaxLength;
        bool again;
        do
        {
            again = false;
            for (var member = 0; member < weights.Length; member++)
            {
                if (weights[member] > 0 && scaled[member] == 0 && weights[member] * length < sum)
                {
                    scaled[member] = 1;
                    length--;
                    sum -= weights[member];
                    again = true;
                }
            }
        }
        while (again);

        for (var member = 0; member < weights.Length; member++)
        {
            scaled[member] = scaled[member] == 0 && weights[member] > 0 ? (int)(weights[member] * length / sum) : scaled[member];
        }
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
