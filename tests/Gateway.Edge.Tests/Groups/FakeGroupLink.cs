using Gateway.Core.Groups;
using Gateway.Edge.Groups;

namespace Gateway.Edge.Tests.Groups;

/// <summary>A grain that answers at once, or as the test says; null is a call without an answer.</summary>
internal sealed class FakeGroupLink : IGroupLink
{
    public FakeGroupLink(GroupPlan plan)
    {
        Grain = new GroupMachine(
            new Epoch(7, 0),
            new GroupRecord { Revision = 1, Members = [.. plan.Definition.Members.Select(member => new MemberRecord(member.Id, member.Weight))] });
        Take = request => Task.FromResult<TakeReply?>(Grain.Take(request, TimeSpan.Zero));
        Pull = request => Task.FromResult<PullReply?>(Grain.Pull(request, TimeSpan.Zero));
        Report = request => Task.FromResult<ReportReply?>(new ReportReply(GroupStatus.Ok, request.Seq, Grain.Snapshot.Stamp, 0, GroupNews.None));
    }

    public GroupMachine Grain { get; }

    public Func<TakeRequest, Task<TakeReply?>> Take { get; set; }

    public Func<PullRequest, Task<PullReply?>> Pull { get; set; }

    public Func<ReportRequest, Task<ReportReply?>> Report { get; set; }

    public int Pulls { get; private set; }

    public List<ReportItem> Told { get; } = [];

    /// <summary>Waits for those who come; else nobody comes.</summary>
    public Func<ValueTask> Gather { get; set; } = static () => ValueTask.CompletedTask;

    public ValueTask GatherAsync() => Gather();

    public Task<TakeReply?> TakeAsync(string group, TakeRequest request) => Take(request);

    public Task<PullReply?> PullAsync(string group, PullRequest request)
    {
        Pulls++;
        return Pull(request);
    }

    public Task<ReportReply?> ReportAsync(string group, ReportRequest request)
    {
        Told.AddRange(request.Items);
        return Report(request);
    }
}
