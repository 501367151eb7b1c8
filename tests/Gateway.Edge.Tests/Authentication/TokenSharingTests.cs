using System.Collections.Concurrent;
using System.Net;
using Gateway.Core.Authentication;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Edge.Authentication;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Tls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>Several edges and one token. The cluster is a <see cref="TokenDesk"/>, as in its grain.</summary>
public sealed class TokenSharingTests : IAsyncLifetime, IDisposable
{
    private static readonly BackendSecurity.OAuth2 Settings = new("http://127.0.0.1", new Credential("id"), new Credential("hunter2"));
    private readonly BackendClient _client = new(
        TimeSpan.FromSeconds(5), new TlsContext(TlsSettings.Of(BackendTls.Default, new TransportTls(), "/", "")),
        new HostConnections(Dns.GetHostAddressesAsync).OpenFreshAsync);

    private TokenServer _server = null!;

    public async Task InitializeAsync() => _server = await TokenServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Edges_of_a_cluster_share_one_token_that_the_cluster_cannot_read()
    {
        var cluster = new Cluster();
        _server.Delay = TimeSpan.FromMilliseconds(100);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(edge =>
        {
            var source = Edge(cluster);
            return Enumerable.Range(0, 4).Select(_ => source.GetAsync("", Request()).AsTask());
        }));

        Assert.All(tokens, token => Assert.Equal("t1", token));
        Assert.Equal(1, _server.Tokens.Count);
        Assert.All(cluster.Seen, text => Assert.DoesNotContain("t1", text, StringComparison.Ordinal));
        Assert.NotEmpty(cluster.Seen);
    }

    [Fact]
    public async Task A_token_that_one_edge_finds_refused_is_renewed_once_for_all()
    {
        var cluster = new Cluster();
        var (one, two) = (Edge(cluster), Edge(cluster));
        Assert.Equal(("t1", "t1"), (await one.GetAsync("", Request()), await two.GetAsync("", Request())));

        Assert.Equal("t2", await one.GetAsync("t1", Request()));
        Assert.Equal("t2", await two.GetAsync("t1", Request()));
        Assert.Equal("t2", await two.GetAsync("t1", Request()));
        Assert.Equal(2, _server.Tokens.Count);
    }

    [Fact]
    public async Task An_edge_that_the_cluster_does_not_answer_helps_itself()
    {
        var cluster = new Cluster { IsSilent = true };

        Assert.Equal("t1", await Edge(cluster).GetAsync("", Request()));
        Assert.Equal("t2", await Edge(cluster).GetAsync("", Request()));
    }

    [Fact]
    public async Task Without_a_key_no_token_leaves_the_edge()
    {
        var cluster = new Cluster { Key = [] };

        Assert.Equal("t1", await Edge(cluster).GetAsync("", Request()));
        Assert.Equal("t2", await Edge(cluster).GetAsync("", Request()));
        Assert.Empty(cluster.Seen);
    }

    [Fact]
    public async Task A_failure_of_one_edge_keeps_the_others_from_asking_too()
    {
        var cluster = new Cluster();
        _server.Refusal = (500, "");

        Assert.Null(await Edge(cluster).GetAsync("", Request()));
        Assert.Null(await Edge(cluster).GetAsync("", Request()));
        Assert.Equal(1, _server.Tokens.Count);
    }

    private static GatewayRequest Request() => new(new DefaultHttpContext(), null, new RequestTarget("/", ""), 0);

    private TokenSource Edge(Cluster cluster)
    {
        var request = new TokenRequest(Settings with { TokenUrl = _server.Tokens.Url }, credential => credential.Written, _client);
        return new TokenSource("a/1", "a", request, cluster, TimeProvider.System, NullLogger.Instance);
    }

    private sealed class Cluster : ITokenShare
    {
        private readonly FakeTimeProvider _clock = new();
        private readonly TokenDesk _desk = new();

        public byte[] Key { get; init; } = "0123456789abcdef0123456789abcdef"u8.ToArray();

        public bool IsSilent { get; init; }

        public ConcurrentQueue<string> Seen { get; } = new();

        public TokenSeal? SealOf(string name) => Key.Length == 0 ? null : new TokenSeal(Key, name);

        public Task<TokenAdvice?> AskAsync(string name, string refused)
        {
            if (IsSilent)
            {
                return Task.FromResult<TokenAdvice?>(null);
            }

            lock (_desk)
            {
                return Task.FromResult<TokenAdvice?>(_desk.Ask(_clock.GetElapsedTime(0), refused));
            }
        }

        public Task PutAsync(string name, long lease, string token, TimeSpan life)
        {
            Seen.Enqueue(token);
            lock (_desk)
            {
                _desk.Put(_clock.GetElapsedTime(0), lease, token, life);
            }

            return Task.CompletedTask;
        }

        public Task FailAsync(string name, long lease)
        {
            lock (_desk)
            {
                _desk.Fail(_clock.GetElapsedTime(0), lease);
            }

            return Task.CompletedTask;
        }
    }
}
