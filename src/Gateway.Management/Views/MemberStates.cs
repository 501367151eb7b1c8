using Gateway.Core.Suspension;

namespace Gateway.Management.Views;

/// <summary>Puts the cluster's verdict and an operator's word into one state, as operators see it.</summary>
public static class MemberStates
{
    /// <summary>An operator's word lies over the verdict.</summary>
    /// <param name="word">The word.</param>
    /// <param name="verdict">The verdict.</param>
    public static MemberState Of(OperatorWord word, Core.Suspension.MemberState verdict) => word switch
    {
        OperatorWord.Draining => MemberState.Draining,
        OperatorWord.Off => MemberState.Off,
        _ => verdict switch
        {
            Core.Suspension.MemberState.Timeout => MemberState.Timeout,
            Core.Suspension.MemberState.Suspended => MemberState.Suspended,
            Core.Suspension.MemberState.Trial => MemberState.Trial,
            _ => MemberState.Active,
        },
    };
}
