namespace Gateway.Management.Revisions;

/// <summary>Lets a few changes at once through this node: each holds whole catalogs in memory.</summary>
internal sealed class ChangeGate : IDisposable
{
    private const int Most = 4;

    private readonly SemaphoreSlim _places = new(Most);

    /// <summary>Takes a place.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryEnter() => _places.Wait(0);

    /// <summary>Gives the place back.</summary>
    public void Leave() => _places.Release();

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();
}
