namespace Gateway.Management.Views;

/// <summary>One call into the cluster that must not hold up its caller.</summary>
internal static class ClusterCall
{
    /// <summary>Makes the call and waits for it until the deadline.</summary>
    /// <returns>
    /// The answer, or null. Whatever went wrong beyond the boundary of this process (no connection, storage down, a fault in the
    /// grain) means the same here: the cluster does not answer.
    /// </returns>
    public static async Task<T?> TryAsync<T>(Func<ValueTask<T>> call, CancellationToken deadline)
        where T : class
    {
        if (deadline.IsCancellationRequested)
        {
            return null;
        }

        // A call that is given up ends by Orleans' own response timeout; its late answer is dropped.
        var answer = StartAsync(call).WaitAsync(deadline);
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer.IsCompletedSuccessfully ? answer.Result : null;
    }

    // A client that has gone throws at once instead of answering with a failed task; async makes both one.
    private static async Task<T> StartAsync<T>(Func<ValueTask<T>> call) => await call().ConfigureAwait(false);
}
