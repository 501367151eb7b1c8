using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gateway.Grains.EndpointGroups;

/// <summary>
/// The shell of <see cref="GroupMachine"/>: reads the clock, stores, adopts the catalog's revisions and tells the edges. Every decision
/// is one synchronous step of the machine; storage is written beside, by a timer that interleaves.
/// </summary>
[KeepAlive, GrainType("group")]
internal sealed partial class EndpointGroupGrain(
    IGrainStorage storage, CompiledCatalog catalog, GroupHosting hosting, GroupMeter meter, EventOutbox outbox, TimeProvider clock,
    ILogger<EndpointGroupGrain> logger)
    : Grain, IEndpointGroupGrain
{
    private readonly GroupListeners _listeners = new();
    private string _name = "";

    /// <inheritdoc />
    public ValueTask<TakeReply> TakeAsync(TakeRequest request) =>
        IsReadyFor(request.Revision) ? new(Take(request)) : PrepareThenTakeAsync(request);

    /// <inheritdoc />
    public async ValueTask<PullReply> PullAsync(PullRequest request, IGroupObserver? observer)
    {
        if (!await IsKnownAsync(request.Revision))
        {
            return UnknownGroup.Pull;
        }

        var now = Now;
        var reply = _machine.Pull(request, now);
        if (_listeners.Note(request.Edge, observer, _machine, now))
        {
            await _listeners.NudgeAsync(_name, [(request.Edge, GroupListeners.Greeting)]);
        }

        await SettleAsync(reply.Status, request.Seen);
        return reply;
    }

    /// <inheritdoc />
    public async ValueTask<ReportReply> ReportAsync(ReportRequest request)
    {
        if (!await IsKnownAsync(request.Revision))
        {
            return UnknownGroup.Report(request);
        }

        var reply = _machine.Report(request, Now);
        await SettleAsync(reply.Status, request.Seen);
        return reply;
    }

    /// <inheritdoc />
    public async ValueTask<AdminReply> AdminAsync(AdminCommand command, long revision)
    {
        if (!await IsKnownAsync(revision))
        {
            return UnknownGroup.Admin;
        }

        var reply = _machine.Admin(command, Now);
        await SettleAsync(GroupStatus.Ok, default);
        return reply;
    }

    /// <inheritdoc />
    public async ValueTask<GroupDescription> DescribeAsync(long revision) =>
        await IsKnownAsync(revision) ? _machine.Describe(_keeper!.Lag(Now), Now) : UnknownGroup.Description;

    private async ValueTask<TakeReply> PrepareThenTakeAsync(TakeRequest request) =>
        await IsKnownAsync(request.Revision) ? Take(request) : UnknownGroup.Take(request);

    // A Take changes no verdict: what it may have to say goes with its own answer.
    private TakeReply Take(in TakeRequest request)
    {
        var now = Now;
        var reply = _machine.Take(request, now);
        Heed(reply.Status, request.Seen, now);
        return reply;
    }

    private async ValueTask SettleAsync(GroupStatus status, Stamp seen)
    {
        var now = Now;
        Heed(status, seen, now);
        await TellAsync(now);
    }

    private void Heed(GroupStatus status, Stamp seen, TimeSpan now)
    {
        if (status == GroupStatus.Fenced)
        {
            _keeper!.Challenge(seen.Epoch);
        }

        Arm(now);
    }

    private ValueTask TellAsync(TimeSpan now)
    {
        foreach (var happened in _machine.TakeEvents())
        {
            logger.Say(_name, _machine.Epoch, happened);
            meter.Count(_name, happened);
            outbox.Note(ClusterEvent.Of(_name, _machine.Epoch, happened));
        }

        foreach (var (reason, count) in _machine.TakeMisfits())
        {
            meter.Ignored(_name, reason, count);
        }

        var nudges = _machine.TakeNudges(now);
        return nudges.Count == 0 ? default : new ValueTask(_listeners.NudgeAsync(_name, nudges));
    }
}
