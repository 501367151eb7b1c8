using System.Net;
using Gateway.Core.Sessions;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Sessions;

/// <summary>An edge with one group, <c>pets</c>, of the members <c>a</c>, <c>b</c> and <c>c</c>, behind <c>/pets/1</c>.</summary>
internal sealed class SessionEdge : IAsyncDisposable
{
    public const string Context = "/pets/1";

    private SessionEdge(ScriptedBackend[] backends, TestEdge edge)
    {
        Backends = backends;
        Edge = edge;
        ClusterKey = Convert.FromBase64String(File.ReadAllText(Path.Combine(edge.Folder, "data", "cluster-key")));
        Seal = new SessionSeal(ClusterKey, "pets");
    }

    public ScriptedBackend[] Backends { get; }

    public TestEdge Edge { get; }

    public byte[] ClusterKey { get; }

    /// <summary>Signs as the edge does.</summary>
    public SessionSeal Seal { get; }

    public static TimeSpan Now => DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch;

    public static async Task<SessionEdge> StartAsync(string groupKeys, string more = "", string server = "", string memberKeys = "")
    {
        var backends = await Task.WhenAll(((string[])["a", "b", "c"]).Select(name => ScriptedBackend.StartAsync(name)));
        var edge = await TestEdge.StartAsync(
            string.Concat(backends.Zip(["a", "b", "c"], (backend, name) => Toml.Endpoint(name, backend.Url, Toml.NeverSuspended, memberKeys)))
            + Toml.Group("pets", ["a", "b", "c"], groupKeys) + Toml.Api("pets", "pets") + more,
            "debug_headers = true\n" + server);
        return new SessionEdge(backends, edge);
    }

    public ScriptedBackend Backend(string name) => Backends[name[0] - 'a'];

    public Task<Seen> GetAsync(params string[] headers) => GetFromAsync(Edge.Http, headers);

    public static async Task<Seen> GetFromAsync(HttpClient client, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Context}/x") { Version = client.DefaultRequestVersion };
        return await SendAsync(client, request, headers);
    }

    public static async Task<Seen> SendAsync(HttpClient client, HttpRequestMessage request, params string[] headers)
    {
        foreach (var header in headers)
        {
            var parts = header.Split(": ", 2);
            request.Headers.TryAddWithoutValidation(parts[0], parts[1]);
        }

        using var response = await client.SendAsync(request);
        return new Seen(
            response.StatusCode, Value("X-Backend"), Value("X-Gateway-Slot"),
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [], response.Headers.CacheControl?.ToString() ?? "",
            response.StatusCode == HttpStatusCode.OK ? await EchoAnswer.ReadAsync(response) : null);

        string Value(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : "";
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        foreach (var backend in Backends)
        {
            await backend.DisposeAsync();
        }
    }

    /// <summary>What a client saw.</summary>
    public sealed record Seen(HttpStatusCode Status, string Backend, string Slot, string[] SetCookies, string CacheControl, EchoAnswer? Echo)
    {
        /// <summary>The one cookie that was set, as the client sends it back.</summary>
        public string Cookie => Assert.Single(SetCookies).Split(';')[0];
    }
}
