using System.Diagnostics;
using System.Net.Security;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Tracing;

namespace Gateway.Edge.Probes;

/// <summary>Probes over the network: a bounded number at once, over all groups.</summary>
internal sealed class BackendProbes : IProbes, IDisposable
{
    /// <summary>The most probes at once.</summary>
    public const int MostAtOnce = 64;

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly ConnectionProbe _connection;
    private readonly RequestProbe _request;
    private readonly GatewayTraces _traces;

    /// <param name="clock">The node's clock.</param>
    /// <param name="tls">How TLS is spoken with a target.</param>
    /// <param name="authorization">The header that requests to a target carry; null: none.</param>
    /// <param name="connections">Connects to targets.</param>
    /// <param name="traces">Makes the spans.</param>
    public BackendProbes(
        TimeProvider clock, Func<ProbeTarget, SslClientAuthenticationOptions> tls, Func<ProbeTarget, string?> authorization,
        HostConnections connections, GatewayTraces traces)
    {
        _traces = traces;
        _connection = new ConnectionProbe(clock, tls, connections);
        _request = new RequestProbe(clock, tls, authorization, connections);
    }

    /// <inheritdoc />
    public async Task<ProbeResult> RunAsync(ProbeTarget target, FailureStage stage, Func<bool> mayBegin, CancellationToken stopping)
    {
        var place = _places.WaitAsync(stopping);
        await place.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!place.IsCompletedSuccessfully)
        {
            return ProbeResult.Unknown;
        }

        try
        {
            if (!mayBegin())
            {
                return ProbeResult.Unknown;
            }

            using var span = _traces.BeginProbe(target, stage);
            var result = stage == FailureStage.Answer && target.Health is { Kind: not HealthCheckKind.Tcp } health
                ? await _request.RunAsync(target, health, stopping)
                : await _connection.RunAsync(target, stage, stopping);
            if (span is not null && result.ErrorCode != 0)
            {
                span.SetTag("gateway.error.code", result.ErrorCode);
                span.SetStatus(ActivityStatusCode.Error, ErrorCodes.Describe(result.ErrorCode));
            }

            return result;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();
}
