using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>A name server that says what a test wants, each time the next of several answers.</summary>
internal sealed class FakeNames
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> _answers = new();

    /// <summary>The names that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Says what a name leads to: each answer once, the last for good.</summary>
    public void Set(string name, params string[][] answers) =>
        _answers[name] = new ConcurrentQueue<IPAddress[]>(answers.Select(answer => answer.Select(IPAddress.Parse).ToArray()));

    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellation)
    {
        Asked.Enqueue(name);
        if (!_answers.TryGetValue(name, out var answers) || !answers.TryPeek(out var answer))
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (answers.Count > 1)
        {
            answers.TryDequeue(out _);
        }

        return Task.FromResult(answer);
    }
}
