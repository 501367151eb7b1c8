namespace Gateway.Core.Suspension;

/// <summary>The cluster's verdict on a member.</summary>
[GenerateSerializer, Alias("gateway.MemberState")]
public enum MemberState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Marked for suspension: left alone for the delay, then in use again; WSO2's TIMEOUT.</summary>
    Timeout,

    /// <summary>Left alone.</summary>
    Suspended,

    /// <summary>Its suspension has run out: one trial in the cluster decides.</summary>
    Trial,
}

/// <summary>What an operator has said of a member: lies over its state.</summary>
[GenerateSerializer, Alias("gateway.OperatorWord")]
public enum OperatorWord
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No new work; sessions that are there go on.</summary>
    Draining,

    /// <summary>Not used at all, whatever its state.</summary>
    Off,
}
