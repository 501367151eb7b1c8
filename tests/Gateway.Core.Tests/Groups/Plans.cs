using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>Groups written as text: <c>a:5 b c</c> is three members, the first with weight 5.</summary>
internal static class Plans
{
    public static GroupDefinition Group(string members) => new("group", "load_balance", Members(members));

    public static GroupPlan Plan(
        string members, int? lookahead = null, CursorScope cursor = CursorScope.Cluster, long revision = 1, SuspensionPolicy? policy = null) =>
        Plan(members, MemberRules.Default with { Suspend = policy ?? SuspensionPolicy.Default }, lookahead, cursor, revision);

    public static GroupPlan Plan(
        string members, MemberRules rules, int? lookahead = null, CursorScope cursor = CursorScope.Cluster, long revision = 1) =>
        new(Group(members) with { Rules = Rules(members, rules) }, cursor, lookahead, revision);

    /// <summary>Rules under which every member is judged alike.</summary>
    public static GroupRules Rules(string members, MemberRules rules) =>
        GroupRules.Default with { Members = Members(members).ToFrozenDictionary(member => member.Id, _ => rules) };

    /// <summary>A record as storage has it after an earlier epoch, or before any.</summary>
    public static GroupRecord Stored(string members, long revision = 1, long checkpoint = 0) => new()
    {
        Revision = revision,
        Members = [.. Members(members).Select(member => new MemberRecord(member.Id, member.Weight))],
        Checkpoint = checkpoint,
    };

    public static ImmutableArray<GroupMember> Members(string members) =>
        [.. members.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(member => member.Split(':'))
            .Select(parts => new GroupMember(parts[0], parts.Length > 1 ? int.Parse(parts[1]) : 1))];

    /// <summary>The ids along a snapshot's ring.</summary>
    public static string RingOf(GroupSnapshot snapshot) => string.Join(' ', snapshot.Ring.Select(member => snapshot.Members[member].Id));
}
