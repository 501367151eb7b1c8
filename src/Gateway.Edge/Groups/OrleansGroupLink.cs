using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Gateway.Management.Views;

namespace Gateway.Edge.Groups;

/// <summary>The way to the grains through Orleans. A silent silo gives no sign of itself: every call brings its own deadline.</summary>
internal sealed class OrleansGroupLink : IGroupLink
{
    // An activation may have to be made first: a read and a write of storage.
    private static readonly TimeSpan NewsDeadline = TimeSpan.FromSeconds(1);

    private readonly IClusterAccess _cluster;
    private readonly GroupEar _ear;
    private readonly TimeProvider _clock;

    public OrleansGroupLink(IClusterAccess cluster, GroupEar ear, TimeProvider clock)
    {
        _cluster = cluster;
        _ear = ear;
        _clock = clock;
    }

    public Task<TakeReply?> TakeAsync(string group, TakeRequest request) =>
        _cluster.Grains is { } grains
            ? TryAsync(() => grains.GetGrain<IEndpointGroupGrain>(group).TakeAsync(request), EdgeGroup.TakeDeadline)
            : Task.FromResult<TakeReply?>(null);

    // Twice to the end of the pool's queue: measured (decision 39); a longer pause, or a timer, leaves threads with nothing to do, and to wake
    // them costs more than the Takes that it saves.
    public async ValueTask GatherAsync()
    {
        await Task.Yield();
        await Task.Yield();
    }

    public Task<ReportReply?> ReportAsync(string group, ReportRequest request) =>
        _cluster.Grains is { } grains
            ? TryAsync(() => grains.GetGrain<IEndpointGroupGrain>(group).ReportAsync(request), NewsDeadline)
            : Task.FromResult<ReportReply?>(null);

    public Task<PullReply?> PullAsync(string group, PullRequest request) =>
        _cluster.Grains is { } grains
            ? TryAsync(() => grains.GetGrain<IEndpointGroupGrain>(group).PullAsync(request, _ear.In(grains)), NewsDeadline)
            : Task.FromResult<PullReply?>(null);

    // Whatever went wrong beyond this process (no silo, storage down, a fault in the grain) means one thing here: no answer.
    private async Task<T?> TryAsync<T>(Func<ValueTask<T>> call, TimeSpan deadline)
        where T : class
    {
        var answer = StartAsync(call).WaitAsync(deadline, _clock);
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer.IsCompletedSuccessfully ? answer.Result : null;
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private static async Task<T> StartAsync<T>(Func<ValueTask<T>> call) => await call();
}
