using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Edge.Tests.Grpc;
using Gateway.Testing;
using global::Grpc.Core;
using global::Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Edge.Tests.Protocols;

/// <summary>A gRPC client over TLS, an edge, a gRPC service in HTTP/2 without TLS; the first member of the group is not there.</summary>
public sealed class GrpcTests : IAsyncLifetime, IDisposable
{
    private readonly FreePorts _ports = new();
    private WebApplication _service = null!;
    private TestEdge _edge = null!;
    private GrpcChannel _channel = null!;
    private Talk.TalkClient _client = null!;

    public async Task InitializeAsync()
    {
        var port = _ports.Next();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        _service = builder.Build();
        _service.UseRouting();
        _service.MapGrpcService<TalkService>();
        await _service.StartAsync();

        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("gone", $"http://127.0.0.1:{_ports.Next()}", "protocol = \"h2c\"")
            + Toml.Endpoint("talk", $"http://127.0.0.1:{port}", "protocol = \"h2c\"")
            + Toml.Group("talks", ["gone", "talk"])
            + Toml.Api("prefixed", "talks"));
        _channel = GrpcChannel.ForAddress(
            $"https://localhost:{_edge.HttpsPort}", new GrpcChannelOptions { HttpHandler = new AtContext("/prefixed/1", Clients.Handler(null)) });
        _client = new Talk.TalkClient(_channel);
    }

    [Fact]
    public async Task A_unary_call_goes_through_with_its_trailers()
    {
        for (var i = 0; i < 3; i++)
        {
            using var call = _client.SayAsync(new Words { Text = "hello" }, deadline: DateTime.UtcNow + Wait.Limit);
            Assert.Equal("HELLO", (await call.ResponseAsync).Text);
            Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
            Assert.Equal("5", call.GetTrailers().GetValue("x-said"));
        }
    }

    [Fact]
    public async Task A_refusal_reaches_the_client_as_status_and_trailers()
    {
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _client.SayAsync(new Words(), deadline: DateTime.UtcNow + Wait.Limit));
        Assert.Equal((StatusCode.InvalidArgument, "nothing said"), (fault.StatusCode, fault.Status.Detail));
        Assert.Equal("0", fault.Trailers.GetValue("x-said"));
    }

    [Fact]
    public async Task Both_sides_of_a_stream_talk_in_turn()
    {
        using var call = _client.Converse(deadline: DateTime.UtcNow + Wait.Limit);
        foreach (var word in (string[])["one", "two", "three"])
        {
            await call.RequestStream.WriteAsync(new Words { Text = word });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(word.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
    }

    public void Dispose() => _ports.Dispose();

    // gRPC clients know no base path; the API has one.
    private sealed class AtContext(string context, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!, context + request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
