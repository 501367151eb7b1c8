using Gateway.Core.Endpoints;

namespace Gateway.Core.Attempts;

/// <summary>
/// How many requests a group may send a second time after bytes have left: a share of its recent traffic on this edge, so that
/// clients do not multiply on a group that is dying. First tries are never limited, nor is going on from a member that got nothing.
/// Not safe for concurrent use.
/// </summary>
public sealed class RetryBudget
{
    /// <summary>Sendings-on for each request.</summary>
    public const double Share = 0.2;

    /// <summary>Sendings-on for each second of the window, whatever the traffic.</summary>
    public const int PerSecond = 10;

    /// <summary>What recent means, in seconds.</summary>
    public const int Window = 10;

    private readonly int[] _requests = new int[Window];
    private readonly int[] _repeats = new int[Window];
    private long _second;

    /// <summary>
    /// How often one request is sent on without a look at the budget. At least once is a promise: it may cost a dying group a second
    /// copy of each request, not one for each member.
    /// </summary>
    /// <param name="delivery">What the group promises.</param>
    public static int Free(Delivery delivery) => delivery == Delivery.AtLeastOnce ? 1 : 0;

    /// <summary>Notes a request's first try.</summary>
    /// <param name="now">The edge's clock; never goes back by more than the window.</param>
    public void Count(TimeSpan now) => _requests[At(now)]++;

    /// <summary>Takes leave to send one request on.</summary>
    /// <param name="now">The edge's clock.</param>
    /// <returns>False when the budget is used up.</returns>
    public bool TryTake(TimeSpan now)
    {
        var at = At(now);
        long requests = 0;
        long repeats = 0;
        for (var i = 0; i < Window; i++)
        {
            requests += _requests[i];
            repeats += _repeats[i];
        }

        if (repeats + 1 > (requests * Share) + (PerSecond * Window))
        {
            return false;
        }

        _repeats[at]++;
        return true;
    }

    // One place for each second of the window; those that time has passed over begin at nothing.
    private int At(TimeSpan now)
    {
        var second = now.Ticks / TimeSpan.TicksPerSecond;
        for (var behind = Math.Min(second - _second, Window); behind > 0; behind--)
        {
            var passed = (second - behind + 1) % Window;
            _requests[passed] = _repeats[passed] = 0;
        }

        _second = Math.Max(_second, second);
        return (int)(_second % Window);
    }
}
