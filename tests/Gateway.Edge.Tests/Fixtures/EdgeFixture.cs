using Gateway.Testing;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>
/// One edge for all tests of what happens to a single request. Its backends are never left alone for a failure, so that no test
/// leaves a mark; whoever changes a script sets it back by <see cref="Reset"/>.
/// </summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    public const string Collection = "edge";

    /// <summary>Behind <c>/echo/1</c> and, as both members of a group, behind <c>/twins/1</c>.</summary>
    public ScriptedBackend Backend { get; private set; } = null!;

    /// <summary>Behind <c>/stream/1</c> and <c>/streams/1</c>: its scripts read the body themselves.</summary>
    public ScriptedBackend Streaming { get; private set; } = null!;

    /// <summary>Behind <c>/h2c/1</c>: HTTP/2 without TLS, and its scripts read the body themselves.</summary>
    public ScriptedBackend Http2 { get; private set; } = null!;

    public TestEdge Edge { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await ScriptedBackend.StartAsync();
        Streaming = await ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { StreamRequests = true });
        Http2 = await ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { StreamRequests = true, Http2 = true });
        Edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", Backend.Url, Toml.NeverSuspended) + Toml.Endpoint("other", Backend.Url, Toml.NeverSuspended)
            + Toml.Group("twins", ["one", "other"])
            + Toml.Endpoint("stream-a", Streaming.Url, Toml.NeverSuspended) + Toml.Endpoint("stream-b", Streaming.Url, Toml.NeverSuspended)
            + Toml.Group("streams", ["stream-a", "stream-b"])
            + Toml.Endpoint("two", Http2.Url, "protocol = \"h2c\"", Toml.NeverSuspended)
            + Toml.Endpoint("deep", Backend.Url + "/base", Toml.NeverSuspended)
            + Toml.Api("echo", "one") + Toml.Api("twins", "twins") + Toml.Api("stream", "stream-a") + Toml.Api("streams", "streams")
            + Toml.Api("h2c", "two") + Toml.Api("deep", "deep")
            + Toml.Api("pets", "one") + Toml.Resource("/pets/{id}", "GET", "DELETE") + Toml.Resource("/pets", "POST")
            + Toml.Api("secured", "one", "security = \"required\"") + Toml.Api("tls-only", "one", "transports = [\"https\"]")
            + Toml.Api("both", "one", "sandbox_endpoint = \"deep\""),
            "trusted_proxies = [\"127.0.0.2/32\"]");
    }

    /// <summary>Scripts and records as at the start.</summary>
    public EdgeFixture Reset()
    {
        foreach (var backend in (ScriptedBackend[])[Backend, Streaming, Http2])
        {
            backend.Script = Answers.Echo();
            backend.Forget();
        }

        return this;
    }

    public async Task DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Backend.DisposeAsync();
        await Streaming.DisposeAsync();
        await Http2.DisposeAsync();
    }
}

[CollectionDefinition(EdgeFixture.Collection)]
public sealed class EdgeTests : ICollectionFixture<EdgeFixture>;
