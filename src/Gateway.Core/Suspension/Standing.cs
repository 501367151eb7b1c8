namespace Gateway.Core.Suspension;

/// <summary>
/// Where a leaf endpoint stands, and the one table of rules that moves it: WSO2's <c>EndpointContext</c> of a single node. Times
/// are those of the owner's clock. The default value is an endpoint that has never failed.
/// </summary>
/// <param name="State">The state.</param>
/// <param name="Until">When the delay or suspension runs out; of no meaning in the other states.</param>
/// <param name="Length">How long this delay or suspension is in whole.</param>
/// <param name="LastSuspension">Length of the last suspension since it was active: the next one grows from it. Zero: none.</param>
/// <param name="Suspensions">Suspensions in a row since it was active.</param>
/// <param name="RetriesLeft">
/// Marking errors that are still let pass; null: none has happened since it was active. Stays 0 after a suspension until a success.
/// </param>
public readonly record struct Standing(
    MemberState State, TimeSpan Until, TimeSpan Length, TimeSpan LastSuspension, int Suspensions, int? RetriesLeft)
{
    /// <summary>Whether an error with this code says anything of an endpoint with these policies.</summary>
    public static bool Counts(int errorCode, SuspensionPolicy suspend, MarkPolicy mark) =>
        mark.AppliesTo(errorCode) || suspend.AppliesTo(errorCode);

    /// <summary>After an error of a request that was routed under this standing.</summary>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="suspend">How long it is left alone.</param>
    /// <param name="mark">What it may do a few times before.</param>
    /// <param name="now">The owner's clock.</param>
    /// <returns>The same standing where the error changes nothing.</returns>
    public Standing AfterError(int errorCode, SuspensionPolicy suspend, MarkPolicy mark, TimeSpan now) => State switch
    {
        // Here Synapse runs its formula again for each request that was in flight, or falls back to the short delay.
        MemberState.Suspended => this,
        MemberState.Trial => AfterFailedTrial(suspend, now),
        _ => FailureRules.Judge(suspend, mark, errorCode, RetriesLeft ?? mark.Retries) switch
        {
            FailureMeaning.Marks => Marked((RetriesLeft ?? mark.Retries) - 1, mark.Delay, now),
            FailureMeaning.Suspends => Suspended(suspend, now) with { RetriesLeft = mark.AppliesTo(errorCode) ? 0 : RetriesLeft },
            _ => this,
        },
    };

    /// <summary>After a trial that failed: every error does, listed or not.</summary>
    public Standing AfterFailedTrial(SuspensionPolicy suspend, TimeSpan now) => Suspended(suspend, now);

    /// <summary>After a failure that is told apart from the error codes, as an active check's is: they need not list it.</summary>
    public Standing AfterFailedCheck(SuspensionPolicy suspend, TimeSpan now) => State == MemberState.Suspended ? this : Suspended(suspend, now);

    /// <summary>After a success that counts: all is forgiven.</summary>
    public static Standing AfterSuccess => default;

    /// <summary>Left alone for a length that somebody names; growth goes on from where it was.</summary>
    public Standing SuspendedFor(TimeSpan length, TimeSpan now) =>
        this with { State = MemberState.Suspended, Until = Later(now, length), Length = length };

    /// <summary>After time has passed: a delay ends in use, a suspension in trial.</summary>
    public Standing At(TimeSpan now) => State switch
    {
        MemberState.Timeout when now >= Until => this with { State = MemberState.Active },
        MemberState.Suspended when now >= Until => this with { State = MemberState.Trial },
        _ => this,
    };

    /// <summary>How much longer it is left alone.</summary>
    public TimeSpan RemainingAt(TimeSpan now) => State is MemberState.Timeout or MemberState.Suspended && Until > now ? Until - now : TimeSpan.Zero;

    // Without a delay a marked endpoint stays in use: Synapse finds it ready at once.
    private Standing Marked(int left, TimeSpan delay, TimeSpan now) => this with
    {
        State = delay > TimeSpan.Zero ? MemberState.Timeout : MemberState.Active,
        Until = Later(now, delay),
        Length = delay,
        RetriesLeft = left,
    };

    private Standing Suspended(SuspensionPolicy suspend, TimeSpan now)
    {
        if (suspend.Initial <= TimeSpan.Zero)
        {
            // Switched off: it would be suspended for no time at all.
            return this with { State = MemberState.Active };
        }

        var length = suspend.Next(LastSuspension);
        return this with
        {
            State = MemberState.Suspended, Until = Later(now, length), Length = length, LastSuspension = length, Suspensions = Suspensions + 1,
        };
    }

    private static TimeSpan Later(TimeSpan now, TimeSpan length) => length > TimeSpan.MaxValue - now ? TimeSpan.MaxValue : now + length;
}
