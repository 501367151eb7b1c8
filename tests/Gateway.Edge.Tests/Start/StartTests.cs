using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Edge.Tests.Listeners;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Start;

/// <summary>The program itself, as a process: what it says and how it ends.</summary>
public sealed class StartTests : IDisposable
{
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-start-").FullName;

    [Fact]
    public async Task It_says_where_it_listens_serves_and_ends_with_0_at_SIGTERM()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var offset = _ports.NextOffset();
        await using var edge = NodeProcess.StartEdge(Write(offset, Catalog(backend.Url)));
        await edge.WaitForLineAsync($"http://127.0.0.1:{8280 + offset}", Wait.Limit);
        await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"), Wait.Limit);
        edge.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await edge.WaitForExitAsync(Wait.Limit));
    }

    [Fact]
    public async Task A_whole_gateway_answers_within_3_seconds_of_its_start_and_idles_under_170_MB()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var offset = _ports.NextOffset();
        var file = Write(offset, Catalog(backend.Url));
        var started = Stopwatch.GetTimestamp();
        await using var edge = NodeProcess.StartEdge(file);
        await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"), Wait.Limit);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 3);

        // What the start has left behind is given back some seconds later.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.InRange(edge.ResidentMegabytes(), 1, 170);
    }

    [Theory]
    [InlineData("deployment-distribution.toml")]
    [InlineData("deployment-three-environments.toml")]
    public async Task WSO2s_own_file_starts_a_gateway_that_serves_what_is_added_to_it(string fixture)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var offset = _ports.NextOffset();
        var file = Path.Combine(_folder, "deployment.toml");
        await File.WriteAllTextAsync(file, Catalog(backend.Url) + await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture)));
        await using var edge = NodeProcess.StartEdge(
            file, $"server.offset={offset}", "server.bind=127.0.0.1", $"management.listen=127.0.0.1:{_ports.Next()}");

        await edge.WaitForLineAsync($"Default (hybrid), known as https://localhost:{8243 + offset}", Wait.Limit);
        await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"), Wait.Limit);
        using var client = Clients.Tls(new Uri($"https://localhost:{8243 + offset}"));
        using var answer = await client.GetAsync("/pets/1/x");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_in_flight_finishes_while_it_stops()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.After(TimeSpan.FromSeconds(1), Answers.Status(200, "done")));
        var offset = _ports.NextOffset();
        await using var edge = NodeProcess.StartEdge(Write(offset, Catalog(backend.Url)));
        await edge.WaitForLineAsync("listening", Wait.Limit);
        using var client = new HttpClient();
        var answer = client.GetStringAsync(new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"));
        await backend.WaitForCountAsync(1, Wait.Limit);
        edge.Signal(ProcessSignal.Terminate);
        Assert.Equal("done", await answer.WaitAsync(Wait.Limit));
        Assert.Equal(0, await edge.WaitForExitAsync(Wait.Limit));
    }

    [Theory]
    [InlineData(8280)]
    [InlineData(8243)]
    public async Task A_port_in_use_is_named_with_a_remedy(int port)
    {
        var offset = _ports.NextOffset();
        using var taken = new TcpListener(IPAddress.Loopback, port + offset);
        taken.Start();
        await EndsAsync(Write(offset, Catalog("http://127.0.0.1:9")), $"port {port + offset} on 127.0.0.1 is in use", "server.offset");
    }

    [Fact]
    public async Task A_port_in_use_is_all_that_a_node_of_a_cluster_says()
    {
        var offset = _ports.NextOffset();
        using var taken = new TcpListener(IPAddress.Loopback, 8243 + offset);
        taken.Start();
        await EndsAsync(
            Write(offset, Catalog("http://127.0.0.1:9") + Certificate()), $"port {8243 + offset} on 127.0.0.1 is in use", "server.offset",
            "cluster.mode=redis", "cluster.redis=127.0.0.1:9");
    }

    [Fact]
    public async Task An_embedded_silos_port_in_use_is_named_with_a_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _ports.Next());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await EndsAsync(
            Write(_ports.NextOffset(), Catalog("http://127.0.0.1:9")), $"[cluster] silo_port: 127.0.0.1:{port} is in use", "cluster.silo_port",
            $"cluster.silo_port={port}");
    }

    [Theory]
    [InlineData("redis:6379,password=secret,nonsense=1")]
    [InlineData("password=secret")]
    public async Task A_connection_string_that_is_none_is_one_line_that_does_not_repeat_it(string redis)
    {
        var output = await EndsAsync(
            Write(_ports.NextOffset(), Catalog("http://127.0.0.1:9") + Certificate()),
            "deployment.toml: error: [cluster] redis is no", "redis:6379", "cluster.mode=redis", $"cluster.redis={redis}");
        Assert.DoesNotContain("secret", Assert.Single(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_management_port_in_use_is_named_with_a_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _ports.Next());
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await EndsAsync(Write(_ports.NextOffset(), Catalog("http://127.0.0.1:9"), port), $"{port}", "in use");
    }

    [Fact]
    public async Task A_broken_line_is_named_with_its_place()
    {
        await EndsAsync(Write(_ports.NextOffset(), "[[endpoint]]\nname = \n"), "deployment.toml:", ": error: ");
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        await EndsAsync(Path.Combine(_folder, "nowhere.toml"), "nowhere.toml", "there is no such file");
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var offset = _ports.NextOffset();
        await using var first = NodeProcess.StartEdge(Write(offset, Catalog(backend.Url)));
        await first.WaitForLineAsync("listening", Wait.Limit);
        await EndsAsync(
            Path.Combine(_folder, "deployment.toml"), "data", "",
            $"server.offset={_ports.NextOffset()}", $"management.listen=127.0.0.1:{_ports.Next()}");
        await first.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"), Wait.Limit);
    }

    public void Dispose()
    {
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<IReadOnlyList<string>> EndsAsync(string file, string fact, string remedy, params string[] settings)
    {
        await using var edge = NodeProcess.StartEdge(file, settings);
        Assert.Equal(1, await edge.WaitForExitAsync(Wait.Limit));
        var line = edge.Output.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal));
        Assert.True(line is not null, edge.Describe("no line with 'error'"));
        Assert.Contains(fact, line, StringComparison.Ordinal);
        Assert.Contains(remedy, string.Join('\n', edge.Output), StringComparison.Ordinal);
        Assert.DoesNotContain(edge.Output, line => 
            line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
        return edge.Output;
    }

    // A node of a cluster needs one of its own.
    private string Certificate()
    {
        TestCertificates.Write(_folder, "gateway", "localhost");
        return "[[server.certificate]]\ncert = \"gateway.pem\"\nkey = \"gateway.key\"\n";
    }

    private static string Catalog(string url) => Toml.Endpoint("a", url) + Toml.Api("pets", "a");

    private string Write(int offset, string catalog, int management = 0)
    {
        var file = Path.Combine(_folder, "deployment.toml");
        File.WriteAllText(
            file,
            $"""
            [server]
            offset = {offset}
            bind = "127.0.0.1"

            [management]
            listen = "127.0.0.1:{(management > 0 ? management : _ports.Next())}"

            {catalog}
            """);
        return file;
    }
}
