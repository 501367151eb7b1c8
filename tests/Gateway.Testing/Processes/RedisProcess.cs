using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Testing;

/// <summary>
/// A real Redis server on a loopback port and in a folder of its own, that can be stopped, killed, frozen and started again on the same port.
/// Snapshots are off: what a kill leaves is nothing, or with <c>appendOnly</c> everything that was acknowledged.
/// Where <c>redis-server</c> is missing, the .NET tool <c>garnet-server</c> stands in; its log is written every so often, so it promises less.
/// </summary>
public sealed class RedisProcess : IAsyncDisposable
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "redis-server";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly RedisServerCommand _command;
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-redis-").FullName;
    private readonly bool _appendOnly;
    private ProgramProcess? _server;

    private RedisProcess(RedisServerCommand command, bool appendOnly)
    {
        _command = command;
        _appendOnly = appendOnly;
        Port = _ports.Next();
    }

    /// <summary>True if <c>redis-server</c> or its stand-in can be started on this machine.</summary>
    public static bool IsAvailable => RedisServerCommand.Find() is not null;

    /// <summary>Which program serves: <c>redis-server</c> or <c>garnet-server</c>.</summary>
    public string ServedBy => _command.Name;

    /// <summary>The port on 127.0.0.1; the same for the life of this object.</summary>
    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>, what <c>[cluster] redis</c> takes.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server and returns when it answers PING.</summary>
    /// <param name="appendOnly">Keep data over a stop and a kill.</param>
    /// <exception cref="InvalidOperationException">No such program on this machine, or it does not start; the message quotes its output.</exception>
    public static async Task<RedisProcess> StartAsync(bool appendOnly = false)
    {
        var command = RedisServerCommand.Find()
            ?? throw new InvalidOperationException($"{Program} is not installed and 'dotnet tool restore' has not brought garnet-server: run ./test.");
        var redis = new RedisProcess(command, appendOnly);
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Starts the server again on the same port after a stop or a kill, and returns when it answers PING.</summary>
    public async Task StartAgainAsync()
    {
        if (_server is not null)
        {
            throw new InvalidOperationException(_server.Describe("already started: stop or kill it first"));
        }

        _server = ProgramProcess.Start(_command.Name, _command.File, _command.Arguments(Port, _folder, _appendOnly), workingDirectory: _folder);
        await _server.WaitUntilAsync(AnswersAsync, "an answer to PING", StartLimit);
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            server.Signal(ProcessSignal.Terminate);
            await server.WaitForExitAsync(StopLimit);
            await KillAsync();
        }
    }

    /// <summary>SIGKILL, and waits for the end.</summary>
    public async Task KillAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>Sends a signal: a frozen server holds its connections open and answers nothing.</summary>
    public void Signal(ProcessSignal signal) => _server?.Signal(signal);

    /// <summary>What lies on its disk, byte for byte, each byte as a letter: with <c>appendOnly</c> everything that was ever written.</summary>
    public async Task<string> OnDiskAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            // The server goes on writing to it.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    /// <summary>Removes all data: FLUSHALL.</summary>
    public async Task FlushAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await client.GetStream().WriteAsync("FLUSHALL\r\n"u8.ToArray());
        var answer = new byte[5];
        await client.GetStream().ReadExactlyAsync(answer);
        if (!answer.AsSpan().SequenceEqual("+OK\r\n"u8))
        {
            throw new InvalidOperationException($"{_command.Name} did not take FLUSHALL.");
        }
    }

    /// <summary>True if the server answers PING within two seconds.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), limit.Token);
            var answer = new byte[7];
            await client.GetStream().ReadExactlyAsync(answer, limit.Token);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Kills the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
        _ports.Dispose();
    }
}
