using System.Net;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;

namespace Gateway.Grains.Tests.Silo;

/// <summary>What a node says of connections that are not to be, and of ports that anybody can use.</summary>
public sealed class RefusedConnectionTests : ILogger<OpenListenerWarning>
{
    private static readonly EndPoint Stranger = new IPEndPoint(IPAddress.Parse("10.0.0.9"), 4711);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _said = [];

    [Fact]
    public void A_reason_is_told_once_a_minute_with_the_number_of_those_that_were_not()
    {
        var log = new RefusalLog(_clock, this);
        for (var i = 0; i < 5; i++)
        {
            log.Tell(Stranger, isCalled: true, Refusal.BrokenOff);
        }

        Assert.Equal(["Warning 10.0.0.9:4711 wanted to join and is no node of this cluster by [cluster.tls]: it speaks no TLS, or does not accept this node's certificate "
            + "(0 more like it since this was last said)"], _said);
        _clock.Advance(TimeSpan.FromSeconds(59));
        log.Tell(Stranger, isCalled: true, Refusal.BrokenOff);
        Assert.Single(_said);
        _clock.Advance(TimeSpan.FromSeconds(1));
        log.Tell(Stranger, isCalled: true, Refusal.BrokenOff);
        Assert.EndsWith("(5 more like it since this was last said)", _said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_knocks_at_a_port_does_not_hide_a_certificate_that_is_refused()
    {
        var log = new RefusalLog(_clock, this);
        log.Tell(Stranger, isCalled: true, Refusal.BrokenOff);

        log.Tell(Stranger, isCalled: false, new Refusal(RefusalKind.Certificate, "it shows a certificate that is not accepted (CN=x): it was taken back"));

        Assert.Equal("Warning The silo at 10.0.0.9:4711 cannot be spoken with by [cluster.tls]: it shows a certificate that is not accepted (CN=x): it was taken back "
            + "(0 more like it since this was last said)", _said[1]);
    }

    [Theory]
    [InlineData("10.0.0.7", false, 2)]
    [InlineData("10.0.0.7", true, 1)]
    [InlineData("127.0.0.1", false, 1)]
    public async Task A_silo_that_others_reach_without_TLS_warns(string address, bool hasTls, int lines)
    {
        var endpoints = new EndpointOptions
        {
            AdvertisedIPAddress = IPAddress.Parse(address),
            SiloPort = 11111,
            GatewayPort = 30000,
            SiloListeningEndpoint = new IPEndPoint(IPAddress.Parse(address), 11111),
        };

        await new OpenListenerWarning(hasTls, Options.Create(endpoints), this).StartAsync(CancellationToken.None);

        Assert.Equal(
            new[]
            {
                $"Information The silo is {address}: port 11111 for silos, 30000 for edges",
                $"Warning The silo listens on {address}:11111 and port 30000 without TLS: whoever reaches them can join. Set [cluster.tls], or keep them in a network of their own",
            }.Take(lines),
            _said);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Add($"{logLevel} {formatter(state, exception)}");
}
