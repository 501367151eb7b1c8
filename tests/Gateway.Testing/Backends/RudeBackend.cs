using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Testing;

/// <summary>What a <see cref="RudeBackend"/> does with one request.</summary>
public enum Manners
{
    /// <summary>Reads it, answers 200 and keeps the connection.</summary>
    Polite,

    /// <summary>Closes when it has read the head.</summary>
    ClosesAtHead,

    /// <summary>Resets the connection when it has read the head.</summary>
    ResetsAtHead,

    /// <summary>Closes when it has read half of the body.</summary>
    ClosesHalfWay,

    /// <summary>Reads it, sends the first byte of an answer and closes.</summary>
    ClosesAfterOneByte,

    /// <summary>Reads it, sends the head of an answer and closes.</summary>
    ClosesAfterHead,

    /// <summary>Reads it, sends the head and a part of an answer and closes.</summary>
    ClosesWithinBody,
}

/// <summary>
/// A backend on a bare socket that breaks off wherever it is told to, and counts the requests by their <c>X-Id</c> as soon as it has read
/// their heads: what it has counted it may have acted on.
/// </summary>
public sealed class RudeBackend : IAsyncDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, int> _seen = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<string, int, Manners> _manners;
    private readonly Task _accepting;

    /// <summary>Listens on a free port of 127.0.0.1.</summary>
    /// <param name="manners">By the request's id and its number on its connection, from 1.</param>
    public RudeBackend(Func<string, int, Manners> manners)
    {
        _manners = manners;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>How often each id has come.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _connections]).ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var requests = 0;
        while (await ReadHeadAsync(socket) is { Length: > 0 } head)
        {
            var id = Value(head, "X-Id");
            _seen.AddOrUpdate(id, 1, static (_, seen) => seen + 1);
            var manners = _manners(id, ++requests);
            var body = int.Parse("0" + Value(head, "Content-Length"), CultureInfo.InvariantCulture);
            if (manners == Manners.ResetsAtHead)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            if (manners is Manners.ClosesAtHead or Manners.ResetsAtHead)
            {
                return;
            }

            await ReadAsync(socket, manners == Manners.ClosesHalfWay ? body / 2 : body);
            if (manners == Manners.ClosesHalfWay)
            {
                return;
            }

            await SendAsync(socket, manners switch
            {
                Manners.ClosesAfterOneByte => "H",
                Manners.ClosesAfterHead => Head,
                Manners.ClosesWithinBody => Head + "do",
                _ => Head + "done",
            });
            if (manners == Manners.ClosesWithinBody)
            {
                // A break at once would take with it what the edge has for its client.
                await Task.Delay(100, _end.Token);
            }

            if (manners != Manners.Polite)
            {
                // A close with bytes unread is a reset, which would take what was sent with it.
                socket.Shutdown(SocketShutdown.Send);
                await ReadHeadAsync(socket);
                return;
            }
        }
    }

    private static string Value(string head, string name) => head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";

    private async Task<string> ReadHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n' || head[^4] != '\r')
        {
            if (await socket.ReceiveAsync(one, _end.Token) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task ReadAsync(Socket socket, int bytes)
    {
        var buffer = new byte[16 * 1024];
        while (bytes > 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(bytes, buffer.Length)), _end.Token);
            bytes = read == 0 ? 0 : bytes - read;
        }
    }

    private async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text), _end.Token);
}
