namespace Gateway.Core.Authentication;

/// <summary>What whoever needs a token is to do.</summary>
[GenerateSerializer, Alias("gateway.TokenStep")]
public enum TokenStep
{
    /// <summary>Use the token that comes with it.</summary>
    Use,

    /// <summary>Use it, and fetch the next one meanwhile.</summary>
    UseAndFetch,

    /// <summary>Fetch one: nobody else does.</summary>
    Fetch,

    /// <summary>Somebody fetches one: ask again in a moment.</summary>
    Wait,

    /// <summary>The last fetches failed: no token before the pause is over.</summary>
    Pause,
}

/// <summary>What to do, and with what.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Token">The token, for the steps that use it; else empty. A secret, unless it is sealed.</param>
/// <param name="Lease">The number of the fetch, for the steps that fetch; else 0.</param>
/// <param name="For">How long the token is good, or how long to wait or pause.</param>
[GenerateSerializer, Immutable, Alias("gateway.TokenAdvice")]
public readonly record struct TokenAdvice(
    [property: Id(0)] TokenStep Step, [property: Id(1)] string Token, [property: Id(2)] long Lease, [property: Id(3)] TimeSpan For)
{
    /// <summary>Leaves the token out.</summary>
    public override string ToString() => $"{Step} for {For}";
}

/// <summary>
/// Who fetches a token, and when: one at a time, before the old one ends, with growing pauses after failures. It holds text that it does not
/// look into. Not safe for concurrent use; the same for the cluster (in a grain) and for an edge that is alone.
/// </summary>
public sealed class TokenDesk
{
    /// <summary>How long whoever fetches has for it; then another one may.</summary>
    public static TimeSpan LeaseLength { get; } = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    private string _token = "";
    private TimeSpan _end;
    private TimeSpan _renewAt;
    private long _lease;
    private TimeSpan _leaseEnd;
    private int _failures;
    private TimeSpan _pauseEnd;

    /// <summary>What to do for a request that needs a token.</summary>
    /// <param name="now">A clock that never goes back.</param>
    /// <param name="refused">A token that the backend has refused; empty: none.</param>
    public TokenAdvice Ask(TimeSpan now, string refused)
    {
        Drop(refused);
        var isGood = _token.Length > 0 && now < _end;
        if (isGood && (now < _renewAt || now < _leaseEnd || now < _pauseEnd))
        {
            return new TokenAdvice(TokenStep.Use, _token, 0, _end - now);
        }

        if (!isGood && now < _pauseEnd)
        {
            return new TokenAdvice(TokenStep.Pause, "", 0, _pauseEnd - now);
        }

        if (!isGood && now < _leaseEnd)
        {
            return new TokenAdvice(TokenStep.Wait, "", 0, Moment);
        }

        _leaseEnd = now + LeaseLength;
        return new TokenAdvice(isGood ? TokenStep.UseAndFetch : TokenStep.Fetch, isGood ? _token : "", ++_lease, isGood ? _end - now : LeaseLength);
    }

    /// <summary>A token that the backend has refused is given to nobody any more.</summary>
    /// <param name="refused">The token; empty: none.</param>
    public void Drop(string refused)
    {
        if (refused == _token)
        {
            _token = "";
        }
    }

    /// <summary>A fetch has brought a token.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="lease">The number of the fetch; that of one that took too long changes nothing any more.</param>
    /// <param name="token">The token.</param>
    /// <param name="life">How long it is good.</param>
    public void Put(TimeSpan now, long lease, string token, TimeSpan life)
    {
        if (lease != _lease)
        {
            return;
        }

        // A fifth of its life ahead, and never more than a minute: time enough for several tries. The last twentieth is not used, because
        // requests take time and clocks differ.
        _token = token;
        _end = now + (life - Least(life / 20, TimeSpan.FromSeconds(5)));
        _renewAt = now + (life - Least(life / 5, MostAhead));
        _leaseEnd = _pauseEnd = default;
        _failures = 0;
    }

    /// <summary>A fetch has failed.</summary>
    /// <param name="now">The clock.</param>
    /// <param name="lease">The number of the fetch.</param>
    /// <returns>How long nobody tries again.</returns>
    public TimeSpan Fail(TimeSpan now, long lease)
    {
        if (lease != _lease)
        {
            return TimeSpan.Zero;
        }

        var pause = Least(FirstPause * Math.Pow(2, Math.Min(_failures++, 10)), LongestPause);
        _leaseEnd = default;
        _pauseEnd = now + pause;
        return pause;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
