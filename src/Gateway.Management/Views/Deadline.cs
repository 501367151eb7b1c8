namespace Gateway.Management.Views;

/// <summary>How long one request of the listener waits for the cluster, all its calls together.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _patience;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeProvider clock, CancellationToken aborted, TimeSpan? patience = null)
    {
        _patience = new CancellationTokenSource(patience ?? AnswerView.Patience, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, aborted);
    }

    /// <summary>Cancelled when patience has run out or the caller has gone.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _patience.Dispose();
    }
}
