using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>A member in the eyes of one edge.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Weight">Turns per ring.</param>
/// <param name="State">The cluster's verdict; where that is active, what the edge itself holds against the member.</param>
/// <param name="Word">An operator's word, which lies over it.</param>
/// <param name="LeftAloneFor">How much longer it is left alone; zero: it is used, or in trial.</param>
/// <param name="Times">Suspensions in a row since it was last active, the cluster's or this edge's.</param>
public readonly record struct MemberStanding(
    string Id, int Weight, MemberState State, OperatorWord Word, TimeSpan LeftAloneFor, int Times);
