using Gateway.Core.Groups;

namespace Gateway.Grains.EndpointGroups;

/// <summary>The answers for a name that the catalog does not know: nothing is stored for it, or every misspelt name would leave a record.</summary>
internal static class UnknownGroup
{
    public static TakeReply Take(in TakeRequest request) => new(GroupStatus.NoMembers, request.Seq, default, 0, 0, 0, GroupNews.None);

    public static PullReply Pull { get; } = new(GroupStatus.NoMembers, default, GroupNews.None, 0, 1);

    public static ReportReply Report(ReportRequest request) => new(GroupStatus.NoMembers, request.Seq, default, 0, GroupNews.None);

    public static AdminReply Admin { get; } = new(AdminStatus.NoSuchMember, default);

    public static GroupDescription Description { get; } = new(new GroupSnapshot(default, 0, [], 0, 0, [], [], -1), 0, 0, []);
}
