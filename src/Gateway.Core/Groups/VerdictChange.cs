using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>The cluster has taken a member out of use on this edge, or put it back.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="IsOut">Whether it is out of use from now on.</param>
/// <param name="State">The verdict that says so.</param>
/// <param name="Word">The operator's word.</param>
/// <param name="Stamp">The snapshot that brought it.</param>
public readonly record struct VerdictChange(string Member, bool IsOut, MemberState State, OperatorWord Word, Stamp Stamp);
