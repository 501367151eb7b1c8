using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>Brings evidence. At most one is in flight per edge and group; a repetition carries the same <paramref name="Seq"/>.</summary>
/// <param name="Edge">The edge's process.</param>
/// <param name="Node">The node's name: votes are a node's.</param>
/// <param name="Seq">Rises by one with every new Report of this edge; counted apart from Takes.</param>
/// <param name="Seen">The newest stamp the edge has.</param>
/// <param name="Revision">The catalog revision the edge serves.</param>
/// <param name="Items">The evidence, at most <see cref="MostItems"/>.</param>
[GenerateSerializer, Immutable, Alias("gateway.ReportRequest")]
public sealed record ReportRequest(
    [property: Id(0)] Guid Edge, [property: Id(1)] string Node, [property: Id(2)] long Seq, [property: Id(3)] Stamp Seen,
    [property: Id(4)] long Revision, [property: Id(5)] ImmutableArray<ReportItem> Items)
{
    /// <summary>The most items of one report.</summary>
    public const int MostItems = 256;
}

/// <summary>What a report was taken for.</summary>
/// <param name="Status">How the call ended.</param>
/// <param name="Seq">The request's.</param>
/// <param name="Stamp">The grain's stamp.</param>
/// <param name="Ignored">Items that fitted nothing (other epoch or gen, unknown member, void permit or ask): counted, not used.</param>
/// <param name="News">What is new.</param>
[GenerateSerializer, Immutable, Alias("gateway.ReportReply")]
public sealed record ReportReply(
    [property: Id(0)] GroupStatus Status, [property: Id(1)] long Seq, [property: Id(2)] Stamp Stamp, [property: Id(3)] int Ignored,
    [property: Id(4)] GroupNews News);

/// <summary>What an operator may say of a member.</summary>
[GenerateSerializer, Alias("gateway.AdminVerb")]
public enum AdminVerb
{
    /// <summary>Suspended for <see cref="AdminCommand.ForMs"/>; then a trial decides.</summary>
    Suspend,

    /// <summary>In use again: takes every word back and makes the member active.</summary>
    Resume,

    /// <summary>No new work; sessions that are there go on.</summary>
    Drain,

    /// <summary>Not used.</summary>
    Off,
}

/// <summary>An operator's word on one member, for the whole cluster.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Verb">What is to happen.</param>
/// <param name="Reason">Why, in the operator's words; at most <see cref="LongestReason"/> characters.</param>
/// <param name="ForMs">For how long, in milliseconds; 0: until taken back (a suspension without a length: as long as the policy says).</param>
/// <param name="By">Who, as the management listener knows them.</param>
[GenerateSerializer, Immutable, Alias("gateway.AdminCommand")]
public sealed record AdminCommand(
    [property: Id(0)] string Member, [property: Id(1)] AdminVerb Verb, [property: Id(2)] string Reason, [property: Id(3)] long ForMs,
    [property: Id(4)] string By)
{
    /// <summary>The most characters of a reason.</summary>
    public const int LongestReason = 200;
}

/// <summary>What came of an operator's word.</summary>
[GenerateSerializer, Alias("gateway.AdminStatus")]
public enum AdminStatus
{
    /// <summary>It holds from now on.</summary>
    Done,

    /// <summary>The group has no such member.</summary>
    NoSuchMember,

    /// <summary>The member is a group: it has no state of its own; say it of its leaves.</summary>
    MemberIsGroup,

    /// <summary>A verb that there is not, or a negative length: nothing was done.</summary>
    NotUnderstood,
}

/// <summary>The answer to an <see cref="AdminCommand"/>.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Stamp">The stamp under which it holds.</param>
[GenerateSerializer, Immutable, Alias("gateway.AdminReply")]
public sealed record AdminReply([property: Id(0)] AdminStatus Status, [property: Id(1)] Stamp Stamp);
