using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Edge.Addresses;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Probes;
using Gateway.Edge.Tests.Failover;
using Gateway.Edge.Tracing;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Probes;

/// <summary>Probes against real sockets.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly BackendProbes _probes = Probes(Dns.GetHostAddressesAsync);

    public void Dispose() => _probes.Dispose();

    [Fact]
    public async Task A_connection_is_enough_where_a_connection_failed_and_a_refused_one_is_a_failure()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        Assert.Equal(ProbeResult.Fine, await RunAsync(backend.Url, FailureStage.Connect));
        Assert.Equal(0, backend.Count);
        await backend.RefuseAsync();

        Assert.Equal(ProbeResult.Failed(101503, FailureStage.Connect), await RunAsync(backend.Url, FailureStage.Connect));
        Assert.Equal(ProbeResult.Failed(101503, FailureStage.Connect), await RunAsync(backend.Url, FailureStage.Answer, Http()));
    }

    [Fact]
    public async Task A_port_that_is_silent_is_given_up_after_the_connect_timeout()
    {
        using var port = new SilentPort();

        Assert.Equal(ProbeResult.Failed(101508, FailureStage.Connect), await RunAsync(port.Url, FailureStage.Connect));
        Assert.Equal(ProbeResult.Failed(101508, FailureStage.Connect), await RunAsync(port.Url, FailureStage.Answer, Http()));
    }

    [Theory]
    [InlineData(FailureStage.Connect)]
    [InlineData(FailureStage.Answer)]
    public async Task A_name_that_is_not_resolved_is_given_up_after_the_connect_timeout(FailureStage stage)
    {
        using var probes = Probes(static (_, _) => new TaskCompletionSource<IPAddress[]>().Task);

        Assert.Equal(
            ProbeResult.Failed(101508, FailureStage.Connect),
            await probes.RunAsync(Target("http://silent.example", Http()), stage, static () => true, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_handshake_is_made_where_one_failed()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var https = backend.Url.Replace("http:", "https:", StringComparison.Ordinal);

        Assert.Equal(ProbeResult.Fine, await RunAsync(https, FailureStage.Connect));
        Assert.Equal(ProbeResult.Failed(101503, FailureStage.Tls), await RunAsync(https, FailureStage.Tls));
        Assert.Equal(ProbeResult.Failed(101503, FailureStage.Tls), await RunAsync(https, FailureStage.Answer, Http()));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(503, false)]
    public async Task A_health_request_is_judged_by_its_status(int status, bool isGood)
    {
        await using var backend = await ScriptedBackend.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var result = await RunAsync(backend.Url + "/v1", FailureStage.Answer, Http());

        Assert.Equal(isGood ? ProbeResult.Fine : ProbeResult.Failed(500000, FailureStage.Answer), result);
        Assert.Equal("/healthz?full=1", backend.Requests.Single().Target);
    }

    [Theory]
    [InlineData("", 101505)]
    [InlineData("SSH-2.0-nonsense\r\n\r\n", 101506)]
    public async Task What_breaks_off_or_is_not_HTTP_is_told_apart_and_each_probe_has_a_connection_of_its_own(string answer, int code)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = 0;
        using var stopping = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync(stopping.Token);
                accepted++;
                await client.ReceiveAsync(new byte[4096]);
                await client.SendAsync(Encoding.ASCII.GetBytes(answer));
            }
        });

        for (var probe = 1; probe <= 2; probe++)
        {
            Assert.Equal(ProbeResult.Failed(code, FailureStage.Answer), await RunAsync($"http://{listener.LocalEndpoint}", FailureStage.Answer, Http()));
            Assert.InRange(accepted, probe, int.MaxValue);
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Fact]
    public async Task A_backend_that_takes_the_request_and_is_silent_has_timed_out()
    {
        await using var backend = await ScriptedBackend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

        Assert.Equal(ProbeResult.Failed(101504, FailureStage.Answer), await RunAsync(backend.Url, FailureStage.Answer, Http()));
    }

    [Theory]
    [InlineData(1, "0", true)]
    [InlineData(2, "0", false)]
    [InlineData(1, "14", false)]
    public async Task GRPC_health_is_SERVING_or_it_is_not(byte status, string grpcStatus, bool isGood)
    {
        await using var backend = await ScriptedBackend.StartAsync(
            async http =>
            {
                http.Response.ContentType = "application/grpc";
                await http.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, status });
                http.Response.AppendTrailer("grpc-status", grpcStatus);
            },
            new ScriptedBackendOptions { Http2 = true });

        var result = await RunAsync(backend.Url, FailureStage.Answer, Http() with { Kind = HealthCheckKind.Grpc, Path = "pets" });

        Assert.Equal(isGood ? ProbeResult.Fine : ProbeResult.Failed(500000, FailureStage.Answer), result);
        Assert.Equal("/grpc.health.v1.Health/Check", backend.Requests.Single().Target);
        Assert.Equal(GrpcHealth.Frame("pets"), backend.Requests.Single().Body.ToArray());
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"><unfinished", true)]
    [InlineData("<definitions/>", true)]
    [InlineData("<html/>", false)]
    [InlineData("not XML", false)]
    [InlineData("<!DOCTYPE definitions SYSTEM \"http://127.0.0.1:1/x\"><definitions/>", false)]
    [InlineData("long", false)]
    public async Task A_WSDL_is_XML_whose_root_is_definitions(string text, bool isGood)
    {
        text = text == "long" ? $"<!--{new string('x', 200_000)}--><definitions/>" : text;
        await using var backend = await ScriptedBackend.StartAsync(http => http.Response.WriteAsync(text));

        var result = await RunAsync(backend.Url, FailureStage.Answer, Http() with { Kind = HealthCheckKind.Wsdl, Path = "/pets?wsdl" });

        Assert.Equal(isGood ? ProbeResult.Fine : ProbeResult.Failed(500000, FailureStage.Answer), result);
    }

    [Fact]
    public async Task A_probe_whose_leave_has_run_out_or_that_is_broken_off_says_nothing()
    {
        await using var backend = await ScriptedBackend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var target = Target(backend.Url, Http() with { Timeout = TimeSpan.FromMinutes(1) });
        Assert.Equal(ProbeResult.Unknown, await _probes.RunAsync(target, FailureStage.Answer, static () => false, CancellationToken.None));
        Assert.Equal(0, backend.Count);

        using var stopping = new CancellationTokenSource();
        var running = _probes.RunAsync(target, FailureStage.Answer, static () => true, stopping.Token);
        await backend.WaitForCountAsync(1, TimeSpan.FromSeconds(10));
        await stopping.CancelAsync();
        Assert.Equal(ProbeResult.Unknown, await running);
    }

    [Fact]
    public async Task No_more_than_64_probes_are_made_at_once()
    {
        await using var backend = await ScriptedBackend.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var target = Target(backend.Url, Http() with { Timeout = TimeSpan.FromMinutes(1) });
        using var stopping = new CancellationTokenSource();
        var running = Enumerable.Range(0, 70).Select(_ => _probes.RunAsync(target, FailureStage.Answer, static () => true, stopping.Token)).ToList();
        await backend.WaitForCountAsync(BackendProbes.MostAtOnce, TimeSpan.FromSeconds(10));
        await Task.Delay(200);

        Assert.Equal(BackendProbes.MostAtOnce, backend.Count);
        await stopping.CancelAsync();
        Assert.All(await Task.WhenAll(running), result => Assert.Equal(ProbeResult.Unknown, result));
    }

    [Theory]
    [InlineData("http://pets:8080/v1/{uri.var.id}", "http://pets:8080/")]
    [InlineData("https://pets", "https://pets/")]
    [InlineData("https://pets?x={y}", "https://pets/")]
    [InlineData("http://{uri.var.host}/v1", null)]
    [InlineData("http://pets:{uri.var.port}/v1", null)]
    public void A_probe_knows_where_to_go_only_when_host_and_port_are_fixed(string url, string? origin) =>
        Assert.Equal(origin, ProbeTarget.Of(Leaf(url, null))?.Origin.AbsoluteUri);

    [Fact]
    public void A_services_name_is_field_one_of_the_health_request()
    {
        Assert.Equal([0, 0, 0, 0, 0], GrpcHealth.Frame(""));
        Assert.Equal([0, 0, 0, 0, 3, 0x0A, 1, (byte)'x'], GrpcHealth.Frame("x"));
        Assert.Equal([0, 0, 0, 0, 203, 0x0A, 0xC8, 1, (byte)'x'], GrpcHealth.Frame(new string('x', 200)).Take(9));
    }

    private Task<ProbeResult> RunAsync(string url, FailureStage stage, HealthCheck? health = null) =>
        _probes.RunAsync(Target(url, health), stage, static () => true, CancellationToken.None);

    private static BackendProbes Probes(NameResolver resolver) => new(
        TimeProvider.System, static target => new SslClientAuthenticationOptions { TargetHost = target.Origin.IdnHost }, static _ => null,
        new HostConnections(resolver), new GatewayTraces());

    private static HealthCheck Http() => new(
        HealthCheckKind.Http, "/healthz?full=1", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1.5), [new StatusRange(200, 299)], 2, 3);

    private static ProbeTarget Target(string url, HealthCheck? health) => ProbeTarget.Of(Leaf(url, health))!;

    private static HttpEndpoint Leaf(string url, HealthCheck? health) => new(
        "a", url,
        new BackendSettings(true, 1, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), SuspensionPolicy.Default,
            health?.Kind == HealthCheckKind.Grpc ? BackendProtocol.H2c : BackendProtocol.Http11) { Health = health },
        default);
}
