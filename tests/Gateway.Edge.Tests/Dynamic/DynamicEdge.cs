using System.Net;
using System.Text;
using Gateway.Edge.Addresses;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>An edge with the backends <c>a</c> (127.0.0.1), <c>b</c> (127.0.0.2) and <c>c</c> (127.0.0.3), and names that a test makes up.</summary>
internal sealed class DynamicEdge : IAsyncDisposable
{
    private DynamicEdge(ScriptedBackend a, ScriptedBackend b, ScriptedBackend c) => (A, B, C) = (a, b, c);

    public ScriptedBackend A { get; }

    public ScriptedBackend B { get; }

    public ScriptedBackend C { get; }

    public TestEdge Edge { get; private set; } = null!;

    public HttpClient Http => Edge.Http;

    /// <summary>What names are resolved to, and how often each was asked for.</summary>
    public FakeNames Names { get; } = new();

    /// <summary>Starts an edge with the endpoints <c>a</c>, <c>b</c>, <c>c</c>, one more, and an API <c>/orders/1</c> that points at it.</summary>
    /// <param name="endpoint">The keys of the endpoint <c>orders</c>, its routes last.</param>
    /// <param name="more">Further tables.</param>
    /// <param name="script">The text of <c>route.js</c>.</param>
    /// <param name="resource">Resources of the API.</param>
    /// <param name="inSequence">Its In sequence; <c>PORT_B</c> stands for b's port.</param>
    public static async Task<DynamicEdge> StartAsync(
        Func<DynamicEdge, string> endpoint, Func<DynamicEdge, string>? more = null, string? script = null, string resource = "", string? inSequence = null)
    {
        var edge = new DynamicEdge(await BackendAsync("a", 1), await BackendAsync("b", 2), await BackendAsync("c", 3));
        var catalog = Toml.Endpoint("a", edge.A.Url, Toml.NeverSuspended) + Toml.Endpoint("b", edge.B.Url, Toml.NeverSuspended)
            + Toml.Endpoint("c", edge.C.Url, Toml.NeverSuspended)
            + $"[[endpoint]]\nname = \"orders\"\n{endpoint(edge)}\n\n{more?.Invoke(edge)}\n"
            + Toml.Api("orders", "orders", inSequence is null ? "" : "in_sequence = \"in.xml\"") + resource;
        edge.Edge = await TestEdge.StartAsync(
            catalog,
            prepare: folder =>
            {
                File.WriteAllText(Path.Combine(folder, "route.js"), script ?? "");
                File.WriteAllText(Path.Combine(folder, "in.xml"), inSequence?.Replace("PORT_B", $"{edge.B.Port}", StringComparison.Ordinal) ?? "");
            },
            replace: services => services.AddSingleton<NameResolver>(edge.Names.ResolveAsync));
        return edge;
    }

    /// <summary>A request's status and the backend that answered; empty: the gateway did.</summary>
    public async Task<(int Status, string Backend, string Body)> AskAsync(
        string target, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, target);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.TryGetValues("X-Backend", out var names) ? names.Single() : "", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The backend that answered.</summary>
    public async Task<string> ChosenAsync(string target, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        var (status, backend, text) = await AskAsync(target, body, type, headers);
        Assert.True(status == 200, $"{status} {text}");
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await A.DisposeAsync();
        await B.DisposeAsync();
        await C.DisposeAsync();
    }

    private static Task<ScriptedBackend> BackendAsync(string name, byte last) =>
        ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { Name = name, Address = new IPAddress([127, 0, 0, last]) });
}
