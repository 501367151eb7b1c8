using System.Globalization;
using Gateway.Core.Configuration;
using Gateway.Edge.Catalog;
using Gateway.Edge.Groups;
using Gateway.Management;
using Gateway.Management.Configuration;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>A whole edge in this process, embedded silo and all, put together as the program does it, on free ports of loopback.</summary>
public sealed class TestEdge : IAsyncDisposable
{
    private readonly FreePorts _ports;
    private readonly WebApplication _host;
    private readonly HttpClient _management = new();

    private TestEdge(string folder, FreePorts ports, Deployment deployment, WebApplication host, RecordedLog log)
    {
        Folder = folder;
        _ports = ports;
        _host = host;
        Log = log;
        HttpPort = deployment.Node.Listeners.HttpPort;
        HttpsPort = deployment.Node.Listeners.HttpsPort;
        _management.BaseAddress = new Uri($"http://{deployment.Node.Management.Listen}");
        Http = Clients.Plain(new Uri($"http://127.0.0.1:{HttpPort}"));
        Https = Clients.Tls(new Uri($"https://localhost:{HttpsPort}"));
    }

    public string Folder { get; }

    public string File => Path.Combine(Folder, "deployment.toml");

    public int HttpPort { get; }

    public int HttpsPort { get; }

    /// <summary>The management listener.</summary>
    public Uri Management => _management.BaseAddress!;

    /// <summary>HTTP/1.1 without TLS.</summary>
    public HttpClient Http { get; }

    /// <summary>HTTP/2 where both sides can, over TLS whose certificate is not checked.</summary>
    public HttpClient Https { get; }

    internal RecordedLog Log { get; }

    /// <summary>Starts an edge.</summary>
    /// <param name="catalog">Endpoints and APIs, and any other table.</param>
    /// <param name="server">Further keys of <c>[server]</c>.</param>
    /// <param name="prepare">Puts files into the folder before the edge starts.</param>
    /// <param name="replace">Puts services in the place of the edge's own.</param>
    public static async Task<TestEdge> StartAsync(
        string catalog, string server = "", Action<string>? prepare = null, Action<IServiceCollection>? replace = null)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-edge-").FullName;
        prepare?.Invoke(folder);
        var ports = new FreePorts();
        var file = Path.Combine(folder, "deployment.toml");
        await System.IO.File.WriteAllTextAsync(file, NodeTables(ports, server) + catalog);
        var read = await DeploymentFile.ReadAsync(file, NodeKind.Edge, [], strict: false);
        var deployment = read.Value ?? throw new ArgumentException(string.Join('\n', read.Problems), nameof(catalog));
        var host = EdgeHost.Build(new NodeCommandLine(file, [], Demo: false), deployment, replace);
        var log = new RecordedLog();
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await host.StartAsync();
        return new TestEdge(folder, ports, deployment, host, log);
    }

    /// <summary>Replaces the catalog's part of the file in one step, as an editor does.</summary>
    public void Rewrite(string catalog)
    {
        var text = System.IO.File.ReadAllText(File);
        var node = text[..(text.IndexOf(EndOfNode, StringComparison.Ordinal) + EndOfNode.Length)];
        var draft = Path.Combine(Folder, "draft.toml");
        System.IO.File.WriteAllText(draft, node + catalog);
        System.IO.File.Move(draft, File, overwrite: true);
    }

    /// <summary>The sum of a metric's samples whose labels contain each of the given pairs, as in <c>outcome="refused"</c>.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels)
    {
        var sum = 0.0;
        foreach (var line in (await _management.GetStringAsync("/metrics")).Split('\n'))
        {
            var end = line.IndexOfAny(['{', ' ']);
            if (end > 0 && line[..end] == name && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            {
                var text = line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[line.Contains('}', StringComparison.Ordinal) ? 0 : ^1];
                sum += double.Parse(text, CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }

    /// <summary>Waits until the edge serves a numbered revision: the embedded silo is up and has taken the file over.</summary>
    public Task WaitForClusterAsync() => WaitForLogAsync("CatalogServing");

    /// <summary>Waits until every group has heard from its grain: its ring and cursor do not move any more by themselves.</summary>
    public Task WaitForGroupsAsync() => Wait.UntilAsync(
        () => _host.Services.GetRequiredService<EdgeGroups>().Shells.Values.All(shell => shell.With(static (group, _) => group.Snapshot is not null)),
        "a group has not heard from its grain");

    /// <summary>Waits until the edge has rehearsed an outage.</summary>
    internal Task WaitForRehearsalAsync() =>
        _host.Services.GetServices<IHostedService>().OfType<Rehearsal>().Single().ExecuteTask!.WaitAsync(Wait.Limit);

    /// <summary>Requests that a member of a group has now, as the group's algorithm counts them.</summary>
    public int OutstandingAt(string group, string member) =>
        _host.Services.GetRequiredService<EdgeGroups>().Shells[group].With((state, _) => state.OutstandingAt(member));

    /// <summary>What puts catalogs in force.</summary>
    internal CatalogActivation Catalogs => _host.Services.GetRequiredService<CatalogActivation>();

    /// <summary>
    /// Changes the catalog in force once the cluster has settled on the file's: the same revision, as every edge of the cluster would
    /// have it.
    /// </summary>
    internal async Task ChangeAsync(Func<Core.Configuration.Catalog, Core.Configuration.Catalog> change)
    {
        await WaitForClusterAsync();
        var activation = Catalogs;
        var current = activation.Current!;
        activation.Activate(current.Revision, change(current.Catalog));
    }

    public Task WaitForLogAsync(string part) => Wait.UntilAsync(
        () => Log.Lines.Any(line => line.Contains(part, StringComparison.Ordinal)), $"no '{part}' in:\n{string.Join('\n', Log.Lines)}");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Https.Dispose();
        _management.Dispose();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
        {
            await _host.StopAsync(patience.Token).ContinueWith(static stop => _ = stop.Exception, TaskScheduler.Default);
        }

        await _host.DisposeAsync();
        _ports.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private const string EndOfNode = "# catalog\n";

    private static string NodeTables(FreePorts ports, string server) =>
        $"""
        [server]
        offset = {ports.NextOffset()}
        bind = "127.0.0.1"
        drain_timeout = "1s"
        {server}

        [cluster]
        data = "data"

        [management]
        listen = "127.0.0.1:{ports.Next()}"
        {EndOfNode}
        """;
}
