namespace Gateway.Testing;

/// <summary>
/// A backend that is a process of its own and so can be killed and frozen: an nginx of one process that answers 200 and <c>ok</c>, names
/// itself in <c>X-Backend</c> and writes every request that it has answered into a file.
/// </summary>
public sealed class BackendProcess : IAsyncDisposable
{
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-backend-").FullName;
    private readonly string _name;
    private ProgramProcess? _nginx;

    private BackendProcess(string name)
    {
        _name = name;
        Port = _ports.Next();
    }

    /// <summary>The port on 127.0.0.1; the same for the life of this object.</summary>
    public int Port { get; }

    /// <summary><c>http://127.0.0.1:port</c>, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>How many requests it has answered, over all its lives.</summary>
    public long Answered => File.Exists(Log) ? File.ReadLines(Log).LongCount() : 0;

    private string Log => Path.Combine(_folder, "answered.log");

    /// <summary>Starts a backend and returns when it accepts connections.</summary>
    /// <exception cref="InvalidOperationException">nginx is not installed, or ends at once; the message quotes its output.</exception>
    public static async Task<BackendProcess> StartAsync(string name)
    {
        var backend = new BackendProcess(name);
        await backend.StartAgainAsync();
        return backend;
    }

    /// <summary>Starts it again on the same port; does nothing if it runs.</summary>
    public async Task StartAgainAsync() => _nginx ??= await NginxProcess.StartAsync(_name, _folder, Port, $$"""
          log_format line '$request_method $request_uri $status';
          server {
            listen 127.0.0.1:{{Port}} backlog=4096;
            access_log {{Log}} line;
            add_header X-Backend {{_name}};
            location / { return 200 "ok"; }
          }
        """);

    /// <summary>SIGKILL, and waits until it is gone: its connections break off, new ones are refused.</summary>
    public async Task KillAsync()
    {
        if (_nginx is { } nginx)
        {
            _nginx = null;
            await nginx.DisposeAsync();
        }
    }

    /// <summary>Sends a signal: the kernel goes on accepting connections for one that is frozen, and nobody answers on them.</summary>
    public void Signal(ProcessSignal signal) => _nginx?.Signal(signal);

    /// <summary>Kills it and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
