using Gateway.Core.Authentication;
using Gateway.Grains.Tokens;
using Gateway.Management.Views;

namespace Gateway.Edge.Authentication;

/// <summary>The way to the tokens through Orleans. A silent silo gives no sign of itself: every call brings its own deadline.</summary>
internal sealed class OrleansTokenShare(IClusterAccess cluster, byte[] clusterKey, TimeProvider clock) : ITokenShare
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public TokenSeal? SealOf(string name) => clusterKey.Length == 0 ? null : new TokenSeal(clusterKey, name);

    public async Task<TokenAdvice?> AskAsync(string name, string refused)
    {
        if (cluster.Grains is not { } grains)
        {
            return null;
        }

        var answer = StartAsync(() => grains.GetGrain<ITokenGrain>(name).AskAsync(refused)).WaitAsync(Deadline, clock);
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer.IsCompletedSuccessfully ? answer.Result : null;
    }

    public Task PutAsync(string name, long lease, string token, TimeSpan life) =>
        TellAsync(name, grain => grain.PutAsync(lease, token, life));

    public Task FailAsync(string name, long lease) => TellAsync(name, grain => grain.FailAsync(lease));

    // What does not arrive is asked for again when its lease is over.
    private async Task TellAsync(string name, Func<ITokenGrain, ValueTask> tell)
    {
        if (cluster.Grains is { } grains)
        {
            var told = StartAsync(async () =>
            {
                await tell(grains.GetGrain<ITokenGrain>(name));
                return true;
            }).WaitAsync(Deadline, clock);
            await ((Task)told).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private static async Task<T> StartAsync<T>(Func<ValueTask<T>> call) => await call();
}
