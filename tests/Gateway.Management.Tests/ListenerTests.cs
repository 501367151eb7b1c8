using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management.Tests;

public sealed class ListenerTests
{
    [Fact]
    public async Task A_port_in_use_is_one_line_with_a_remedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = TestNode.Settings(other.LocalEndpoint.ToString()!);

        var refusal = await Assert.ThrowsAsync<NodeStartException>(() => TestNode.StartAsync(settings));

        Assert.Equal(
            $"[management] listen: {other.LocalEndpoint} is in use by another process; stop that one, or choose another port "
                + "(--set management.listen=ADDRESS:PORT; 0: a free one)",
            refusal.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_line_with_a_remedy()
    {
        var refusal = await Assert.ThrowsAsync<NodeStartException>(() => TestNode.StartAsync(TestNode.Settings("192.0.2.1:9480", token: "t")));

        Assert.Equal(
            "[management] listen: 192.0.2.1:9480 is not an address of this machine; use one of its own addresses, or 0.0.0.0 for all of them",
            refusal.Message);
    }

    [Fact]
    public async Task A_listener_open_to_other_machines_needs_a_token()
    {
        var refusal = await Assert.ThrowsAsync<NodeStartException>(() => TestNode.StartAsync(TestNode.Settings("0.0.0.0:0")));

        Assert.Equal(
            "[management] listen: 0.0.0.0:0 can be reached from other machines, and there is no token; set management.token, or listen on 127.0.0.1",
            refusal.Message);
    }

    [Fact]
    public async Task It_is_up_before_any_other_service_starts_and_down_after_the_last_has_stopped()
    {
        await using var node = await TestNode.StartAsync(configure: services =>
        {
            services.AddSingleton<Asker>();
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<Asker>()));
        });
        var asker = node.Services.GetRequiredService<Asker>();

        await node.DisposeAsync();

        Assert.Equal(["start: OK", "stop: OK"], asker.Heard);
    }

    [Fact]
    public async Task It_stays_up_while_a_service_of_the_node_cannot_start()
    {
        var host = TestNode.Build(TestNode.Settings(), services => services.AddHostedService<Stuck>());
        using var giveUp = new CancellationTokenSource();
        var starting = host.StartAsync(giveUp.Token);
        await host.Services.GetServices<IHostedService>().OfType<Stuck>().Single().Reached;

        using var client = new HttpClient { BaseAddress = host.Services.GetRequiredService<Listener.ManagementListener>().Address };
        Assert.Equal("{\"status\":\"live\"}", await client.GetStringAsync("/health/live"));

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/v1", 404)]
    [InlineData("GET", "/statuses", 404)]
    [InlineData("POST", "/v1/nodes", 405)]
    [InlineData("PUT", "/health/ready", 405)]
    [InlineData("GET", "/v1/groups/nobody", 404)]
    [InlineData("GET", "/v1/groups?limit=0", 400)]
    public async Task Every_error_is_a_problem_in_words(string method, string path, int status)
    {
        await using var node = await TestNode.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await node.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["type", "title", "status", "detail"], problem.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.RootElement.GetProperty("detail").GetString());
        Assert.Equal(status == 405 ? "GET, HEAD" : "", string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    [InlineData("/metrics")]
    public async Task No_answer_is_cached_sniffed_or_framed(string path)
    {
        await using var node = await TestNode.StartAsync();

        using var response = await node.Client.GetAsync(path);

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData(true, 200, "{\"status\":\"ready\"}")]
    [InlineData(false, 503, "{\"status\":\"unready\"}")]
    public async Task Ready_is_the_nodes_own_word(bool isReady, int status, string body)
    {
        await using var node = await TestNode.StartAsync();
        node.Node.IsReady = isReady;

        Assert.Equal((status, body), await node.GetAsync("/health/ready"));
        Assert.Equal((200, "{\"status\":\"live\"}"), await node.GetAsync("/health/live"));
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused()
    {
        await using var node = await TestNode.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Long", new string('x', 17 * 1024));

        using var response = await node.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    private sealed class Asker(Listener.ManagementListener listener) : IHostedService
    {
        public List<string> Heard { get; } = [];

        public Task StartAsync(CancellationToken cancellationToken) => AskAsync("start");

        public Task StopAsync(CancellationToken cancellationToken) => AskAsync("stop");

        private async Task AskAsync(string when)
        {
            using var client = new HttpClient();
            using var response = await client.GetAsync(new Uri(listener.Address!, "/health/live"));
            Heard.Add($"{when}: {response.StatusCode}");
        }
    }

    private sealed class Stuck : IHostedService
    {
        private readonly TaskCompletionSource _reached = new();

        public Task Reached => _reached.Task;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _reached.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
