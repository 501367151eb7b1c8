using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>A started contender.</summary>
/// <param name="name">The contender's name.</param>
/// <param name="url">What wrk asks for.</param>
/// <param name="processes">Everything whose cost counts.</param>
/// <param name="findFault">Looks after a measurement whether it was of what the name says; null: no fault.</param>
internal sealed class RunningProxy(
    string name,
    Uri url,
    IReadOnlyList<ProgramProcess> processes,
    Func<Task<string?>>? findFault = null) : IAsyncDisposable
{
    public string Name => name;

    public Uri Url => url;

    /// <summary>What wrk sends with POST, as JSON; empty: it sends GET.</summary>
    public string Body { get; init; } = "";

    /// <summary>Whether the backends answer; else the contender does.</summary>
    public bool HasBackends { get; init; } = true;

    public IReadOnlyList<int> ProcessIds { get; } = [.. processes.Select(process => process.Id)];

    /// <exception cref="InvalidOperationException">A process has ended; the message quotes its output.</exception>
    public void ThrowIfEnded()
    {
        foreach (var process in processes.Where(process => process.HasExited))
        {
            throw new InvalidOperationException(process.Describe($"ended while {name} was measured"));
        }
    }

    public Task<string?> FindFaultAsync() => findFault?.Invoke() ?? Task.FromResult<string?>(null);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }
}
