using System.Collections.Immutable;

namespace Gateway.Core.Suspension;

/// <summary>
/// How long a failing endpoint is left alone: WSO2's <c>suspendOnFailure</c>. The first suspension lasts
/// <paramref name="Initial"/>, each further one the last times <paramref name="Factor"/>, none longer than <paramref name="Maximum"/>.
/// </summary>
/// <param name="ErrorCodes">The codes that suspend; empty: every one. WSO2's <c>-1</c>, a code that never occurs, switches it off.</param>
/// <param name="Initial">First duration; default 30 s; zero switches suspension off.</param>
/// <param name="Factor">Growth; default 1 (none). Under 1 shrinks, as in WSO2.</param>
/// <param name="Maximum">Ceiling; applied from the first time on, as in WSO2.</param>
public sealed record SuspensionPolicy(ImmutableArray<int> ErrorCodes, TimeSpan Initial, double Factor, TimeSpan Maximum)
{
    /// <summary>WSO2's defaults: any error, 30 s, no growth.</summary>
    public static SuspensionPolicy Default { get; } = new([], TimeSpan.FromSeconds(30), 1.0, TimeSpan.MaxValue);

    /// <summary>Whether an error with this code suspends.</summary>
    public bool AppliesTo(int errorCode) => Initial > TimeSpan.Zero && (ErrorCodes.IsEmpty || ErrorCodes.Contains(errorCode));

    /// <summary>The length of the next suspension.</summary>
    /// <param name="last">The length of the last one since the endpoint was active, or zero when this is the first.</param>
    public TimeSpan Next(TimeSpan last)
    {
        // Milliseconds are cut off, not rounded, and the ceiling comes last: Synapse's EndpointContext.
        var next = last <= TimeSpan.Zero ? Initial.TotalMilliseconds : Math.Truncate(last.TotalMilliseconds * Factor);
        return next >= Maximum.TotalMilliseconds ? Maximum : TimeSpan.FromMilliseconds(next);
    }
}
