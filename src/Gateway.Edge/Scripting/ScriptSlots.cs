namespace Gateway.Edge.Scripting;

/// <summary>How many scripts run at once, and how many wait for that.</summary>
internal sealed class ScriptSlots(ScriptLimits limits) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limits.AtOnce, limits.AtOnce);
    private int _waiting;

    /// <summary>Takes a slot, at once or after a wait; false when too many wait, or when the wait was too long.</summary>
    /// <exception cref="OperationCanceledException">Whoever wanted it has gone.</exception>
    public ValueTask<bool> EnterAsync(CancellationToken cancellation) =>
        _free.Wait(0, CancellationToken.None) ? ValueTask.FromResult(true) : WaitAsync(cancellation);

    /// <summary>Whether nobody may begin now.</summary>
    public bool IsFull => _free.CurrentCount == 0;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();

    private async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        try
        {
            return Interlocked.Increment(ref _waiting) <= limits.Waiting && await _free.WaitAsync(limits.Wait, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
