using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>Three backends in one nginx, each on a port of its own and with its number in <c>X-Backend</c>; keep-alive without end.</summary>
internal sealed class Backends : IAsyncDisposable
{
    // nginx takes no longer word in its configuration; a longer body comes from a file.
    private const int LongestWord = 2_048;

    private readonly ProgramProcess _nginx;

    private Backends(ProgramProcess nginx, int[] ports)
    {
        _nginx = nginx;
        Ports = ports;
    }

    public IReadOnlyList<int> Ports { get; }

    public IReadOnlyList<string> Urls => [.. Ports.Select(port => $"http://127.0.0.1:{port}")];

    public static async Task<Backends> StartAsync(Ground ground, int bodyBytes)
    {
        var folder = ground.Folder("backends");
        var ports = ground.Ports.Next(3);
        var body = new string('x', bodyBytes);
        await File.WriteAllTextAsync(Path.Combine(folder, "answer"), body);
        var answer = bodyBytes <= LongestWord
            ? $"return 200 \"{body}\";"
            : $"root {folder}; sendfile on; tcp_nopush on; open_file_cache max=10; rewrite ^ /answer break;";
        var servers = ports.Select(port => $$"""
              server {
                listen 127.0.0.1:{{port}} backlog=4096;
                add_header X-Backend {{port}};
                location / { {{answer}} }
              }
            """);
        var nginx = await NginxProcess.StartAsync("backends", folder, ports[^1], "  default_type text/plain;\n" + string.Join('\n', servers));
        return new Backends(nginx, ports);
    }

    public ValueTask DisposeAsync() => _nginx.DisposeAsync();
}
