using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>A silo's program by itself: what it says when it cannot start, and how it ends.</summary>
public sealed class SiloProcessTests : IDisposable
{
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-silo-").FullName;

    [Theory]
    [InlineData("cluster.silo_port", "[cluster] silo_port: 127.0.0.1:{0} is in use")]
    [InlineData("cluster.gateway_port", "[cluster] gateway_port: 127.0.0.1:{0} is in use")]
    [InlineData("management.listen", "[management] listen: 127.0.0.1:{0} is in use")]
    public async Task A_port_in_use_is_one_line_with_a_remedy(string key, string fact)
    {
        using var taken = new TcpListener(IPAddress.Loopback, _ports.Next());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var line = await RefusedAsync($"{key}={(key == "management.listen" ? "127.0.0.1:" : "")}{port}");
        Assert.Contains(string.Format(null, fact, port), line, StringComparison.Ordinal);
        Assert.Contains($"--set {key}=", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:6379,password=secret,nonsense=1")]
    [InlineData("password=secret")]
    public async Task A_connection_string_that_is_none_is_one_line_that_does_not_repeat_it(string redis)
    {
        var line = await RefusedAsync($"cluster.redis={redis}");
        Assert.Contains("deployment.toml: error: [cluster] redis is no", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [RequiresTheory(RedisProcess.Program)]
    [InlineData(ProcessSignal.Kill)]
    [InlineData(ProcessSignal.Freeze)]
    public async Task It_ends_within_its_drain_timeout_when_Redis_does_not_answer(ProcessSignal signal)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var silo = Start($"cluster.redis={redis.Address}", "server.drain_timeout=1s");
        await silo.WaitForLineAsync("for edges", GatewayCluster.Patience);
        redis.Signal(signal);
        var since = Stopwatch.GetTimestamp();
        silo.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await silo.WaitForExitAsync(GatewayCluster.Patience));
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(10), silo.Describe($"ended after {Stopwatch.GetElapsedTime(since)}"));
        Assert.Contains(silo.Output, line => line.Contains($"Does Redis at {redis.Address} answer?", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> RefusedAsync(string setting)
    {
        await using var silo = Start("cluster.redis=127.0.0.1:9", setting);
        Assert.Equal(1, await silo.WaitForExitAsync(GatewayCluster.Patience));
        return Assert.Single(silo.Output);
    }

    private NodeProcess Start(params string[] settings)
    {
        TestCertificate.WriteTo(_folder);
        var file = Path.Combine(_folder, "deployment.toml");
        File.WriteAllText(
            file,
            """
            [[server.certificate]]
            cert = "gateway.pem"
            key = "gateway.key"

            [cluster]
            mode = "redis"
            """);
        return NodeProcess.StartSilo(file, [$"management.listen=127.0.0.1:{_ports.Next()}", .. settings]);
    }
}
