namespace Gateway.Core.Suspension;

/// <summary>What one failure means for an endpoint.</summary>
public enum FailureMeaning
{
    /// <summary>It is in neither list: nothing changes.</summary>
    Nothing,

    /// <summary>Marked for suspension: left alone for the mark's delay only.</summary>
    Marks,

    /// <summary>Left alone for a suspension's length.</summary>
    Suspends,
}

/// <summary>WSO2's rule table: the codes that mark are tested before those that suspend (Synapse's <c>AbstractEndpoint.onFault</c>).</summary>
public static class FailureRules
{
    /// <summary>Judges a failure.</summary>
    /// <param name="suspend">The endpoint's suspension.</param>
    /// <param name="mark">What it may do a few times before.</param>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="marksLeft">Errors that are still let pass since it last answered; at first <see cref="MarkPolicy.Retries"/>.</param>
    public static FailureMeaning Judge(SuspensionPolicy suspend, MarkPolicy mark, int errorCode, int marksLeft)
    {
        if (mark.AppliesTo(errorCode))
        {
            return marksLeft > 0 ? FailureMeaning.Marks
                : suspend.Initial > TimeSpan.Zero ? FailureMeaning.Suspends : FailureMeaning.Nothing;
        }

        return suspend.AppliesTo(errorCode) ? FailureMeaning.Suspends : FailureMeaning.Nothing;
    }
}
