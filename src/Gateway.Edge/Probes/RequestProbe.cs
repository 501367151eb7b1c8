using System.Net;
using System.Net.Security;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Probes;

/// <summary>Whether a backend answers its health request as it should. The connection is new each time: a pooled one proves too little.</summary>
internal sealed class RequestProbe(
    TimeProvider clock, Func<ProbeTarget, SslClientAuthenticationOptions> tls, Func<ProbeTarget, string?> authorization,
    HostConnections connections)
{
    public async Task<ProbeResult> RunAsync(ProbeTarget target, HealthCheck health, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(health.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        using var client = new HttpMessageInvoker(Handler(target));
        using var request = Request(target, health);
        if (authorization(target) is { } credentials)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credentials);
        }

        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return await IsGoodAsync(response, health, either.Token)
                ? ProbeResult.Fine
                : ProbeResult.Failed(ErrorCodes.FailureStatus, FailureStage.Answer);
        }
        catch (OperationCanceledException fault)
        {
            return stopping.IsCancellationRequested ? ProbeResult.Unknown
                : fault.InnerException is TimeoutException ? ProbeResult.Failed(ErrorCodes.ConnectTimeout, FailureStage.Connect)
                : ProbeResult.Failed(ErrorCodes.Timeout, FailureStage.Answer);
        }
        catch (HttpRequestException fault)
        {
            return OfRequest(fault.HttpRequestError);
        }
        catch (IOException)
        {
            return ProbeResult.Failed(ErrorCodes.ConnectionClosed, FailureStage.Answer);
        }
    }

    private static async Task<bool> IsGoodAsync(HttpResponseMessage response, HealthCheck health, CancellationToken deadline) => health.Kind switch
    {
        HealthCheckKind.Grpc => await GrpcHealth.IsServingAsync(response, deadline),
        HealthCheckKind.Wsdl => response.StatusCode == HttpStatusCode.OK && await WsdlDocument.IsOneAsync(response.Content, deadline),
        _ => IsExpected(health, (int)response.StatusCode),
    };

    private static bool IsExpected(HealthCheck health, int status)
    {
        foreach (var range in health.Expect)
        {
            if (range.Contains(status))
            {
                return true;
            }
        }

        return false;
    }

    private static HttpRequestMessage Request(ProbeTarget target, HealthCheck health)
    {
        var origin = $"{target.Origin.Scheme}://{target.Origin.Authority}";
        var isHttp11 = target.Protocol == BackendProtocol.Http11;
        var request = health.Kind == HealthCheckKind.Grpc
            ? GrpcHealth.Request(origin, health.Path)
            : new HttpRequestMessage(HttpMethod.Get, origin + health.Path)
            {
                Version = isHttp11 ? HttpVersion.Version11 : HttpVersion.Version20,
                VersionPolicy = isHttp11 ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
            };
        request.Headers.TryAddWithoutValidation("User-Agent", "gateway-probe");
        return request;
    }

    private SocketsHttpHandler Handler(ProbeTarget target) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = target.ConnectTimeout,
        ConnectCallback = connections.OpenAsync,
        MaxResponseHeadersLength = 64,
        ResponseDrainTimeout = TimeSpan.Zero,
        SslOptions = tls(target),
    };

    private static ProbeResult OfRequest(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError =>
            ProbeResult.Failed(ErrorCodes.ConnectionFailed, FailureStage.Connect),
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError =>
            ProbeResult.Failed(ErrorCodes.ConnectionFailed, FailureStage.Tls),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded =>
            ProbeResult.Failed(ErrorCodes.ProtocolViolation, FailureStage.Answer),
        _ => ProbeResult.Failed(ErrorCodes.ConnectionClosed, FailureStage.Answer),
    };
}
