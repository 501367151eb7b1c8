using System.Net;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Dashboards;

/// <summary>
/// A silo and two edges under traffic of every kind and with a backend down, and a real Prometheus that scrapes them with the rules and
/// alerts of <c>deploy/prometheus</c>.
/// </summary>
internal sealed class ObservedCluster : IAsyncDisposable
{
    private const string FurtherCatalog = """

        [[api]]
        name = "mocked"
        context = "/mocked"
        version = "1.0.0"
        lifecycle = "PROTOTYPED"
        [[api.resource]]
        path = "/order"
        methods = ["GET"]
        mock = { inline = "mc.setPayloadJSON({ id: 1 });" }
        [[api.resource]]
        path = "/endless"
        methods = ["GET"]
        mock = { inline = "while (true) { }" }
        """;

    private readonly GatewayCluster _cluster;
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-prometheus-").FullName;
    private SteadyLoad? _load;

    private ObservedCluster(GatewayCluster cluster) => _cluster = cluster;

    public PrometheusProcess Prometheus { get; private set; } = null!;

    public static async Task<ObservedCluster> StartAsync()
    {
        var observed = new ObservedCluster(await GatewayCluster.PrepareAsync());
        try
        {
            await observed.StartNodesAsync();
            return observed;
        }
        catch
        {
            await observed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets happen what dashboards are for: a member that refuses, one that breaks off, scripts, a file that does not check out.</summary>
    public async Task MisbehaveAsync()
    {
        var edge = _cluster.Edges[0];
        var good = await File.ReadAllTextAsync(edge.Configuration);
        await _cluster.Backends[0].RefuseAsync();
        await edge.WaitForStateAsync("a", "suspended", GatewayCluster.Patience);
        edge.WriteRaw(good + "\nthis is no TOML\n");
        await edge.Process.WaitUntilAsync(
            async () => await edge.MetricAsync("gateway_config_reloads_total", "outcome=\"refused\"") >= 1, "a refused reload", GatewayCluster.Patience);
        edge.WriteRaw(good);
        await _cluster.Backends[0].ListenAsync();
        await edge.WaitForStateAsync("a", "active", GatewayCluster.Patience);

        // Prometheus looks for targets first after some seconds; a rate needs two scrapes between which the member was tried.
        await Prometheus.Process.WaitUntilAsync(
            async () => (await Prometheus.QueryAsync("rate(gateway_attempts_total{member=\"a\", outcome=\"answered\"}[1m]) > 0")).Count == 2,
            "two edges whose tries at the member go up", GatewayCluster.Patience);
        await _cluster.Backends[0].RefuseAsync();
    }

    /// <summary>One request of each kind that the steady load does not send; for as long as somebody has to wait, again and again.</summary>
    public async Task SendOddOnesAsync()
    {
        foreach (var edge in _cluster.Edges)
        {
            await edge.StatusOfAsync("/mocked/1.0.0/order");
            await edge.StatusOfAsync("/mocked/1.0.0/endless");
            await edge.StatusOfAsync("/nowhere");

            // The backend reads it and closes: a POST is then not sent on.
            using var post = await edge.Client.PostAsync("/pets/1.0.0/break", new StringContent("x"));
            Assert.True(post.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable, $"{post.StatusCode}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        if (Prometheus is not null)
        {
            await Prometheus.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartNodesAsync()
    {
        foreach (var backend in _cluster.Backends)
        {
            backend.Script = static http => http.Request.Path.Value!.EndsWith("/break", StringComparison.Ordinal)
                ? Answers.Abort()(http)
                : Answers.Status(200, "ok")(http);
        }

        _cluster.Catalog = _cluster.Catalog with { MemberKeys = "suspend = { initial = \"1s\" }\nhealth = { path = \"/healthz\", interval = \"1s\" }" };
        await _cluster.StartSiloAsync();
        for (var number = 0; number < 2; number++)
        {
            var edge = _cluster.AddEdge();
            edge.WriteRaw(edge.NodeTables + _cluster.Catalog + FurtherCatalog);
            edge.Start();
        }

        await _cluster.WaitForModeAsync("cluster", GatewayCluster.Patience);
        _load = new SteadyLoad(_cluster, new History(), perSecond: 60);
        Prometheus = await PrometheusProcess.StartAsync(_folder, _ports.Next(), Configuration());
    }

    // The scrape of docker-compose.yml, with this machine's addresses in place of names and no token.
    private string Configuration() => $"""
        global: {JsonSerializer.Serialize(new { scrape_interval = "1s", evaluation_interval = "1s" })}
        rule_files: ["{DashboardFiles.Prometheus}/rules.yml", "{DashboardFiles.Prometheus}/alerts.yml"]
        scrape_configs:
          - job_name: gateway-edge
            static_configs: [{Targets(_cluster.Edges.Select(edge => edge.Management))}]
          - job_name: gateway-silo
            static_configs: [{Targets(_cluster.Silos.Select(silo => silo.Management))}]
        """;

    private static string Targets(IEnumerable<Uri> nodes) => JsonSerializer.Serialize(new { targets = nodes.Select(node => node.Authority) });
}
