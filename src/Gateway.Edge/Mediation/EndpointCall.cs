using System.Globalization;
using Gateway.Core.Attempts;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Mediation;

/// <summary>
/// The mediator <c>call</c>: sends the message to an endpoint, of whatever kind, as if it were a request of its own, and holds the answer.
/// Groups, failover, suspension and sessions work for it as for any request.
/// </summary>
internal static class EndpointCall
{
    /// <summary>Calls.</summary>
    /// <param name="request">The request that the call belongs to.</param>
    /// <param name="handler">The endpoint.</param>
    /// <param name="run">The sequence; it has the answer afterwards, or has failed.</param>
    /// <param name="body">The message's body.</param>
    /// <param name="clock">Tells the time.</param>
    public static async ValueTask MakeAsync(GatewayRequest request, IEndpointHandler handler, MediationRun run, byte[] body, TimeProvider clock)
    {
        var limit = request.Route.Api!.Definition.MediationLimit;
        await using var answer = new BoundedAnswer(limit);
        var http = Context(request, run, body, answer);
        var call = new GatewayRequest(http, request.Catalog, request.Target, request.Started)
        {
            Route = request.Route,
            Endpoint = request.Endpoint,
            TotalTimeout = request.TotalTimeout,
        };
        OutgoingRequest.Address(call, run);
        AttemptOutcome outcome;
        try
        {
            outcome = await handler.HandleAsync(call);
        }
        finally
        {
            call.Body?.Dispose();
            request.BackendTime += call.BackendTime;
        }

        if (answer.IsFull)
        {
            run.Fail(new MediationFailure("101506", "The answer to a call is larger than the API's sequences may read."));
            return;
        }

        if (!outcome.HasAnswered)
        {
            request.RetryAfter = call.RetryAfter;
            run.Fail(new MediationFailure(outcome.ErrorCode.ToString(CultureInfo.InvariantCulture), ErrorCodes.Describe(outcome.ErrorCode)));
            return;
        }

        var held = new HeldAnswer(request, clock, http.Response.StatusCode);
        foreach (var header in http.Response.Headers)
        {
            held.SetHeader(header.Key, header.Value.ToString());
        }

        answer.Position = 0;
        var read = await MediatedBody.ReadAsync(answer, held.Header("Content-Encoding"), limit, request.Http.RequestAborted);
        if (read.End != BodyEnd.Read)
        {
            run.Fail(new MediationFailure("101506", "The answer to a call is larger, or otherwise coded, than the API's sequences may read."));
            return;
        }

        held.SetHeader("Content-Encoding", null);
        held.Came();
        var taken = new MessageBody();
        taken.Give(read.Plain, held.Header("Content-Type"));
        run.TakeAnswer(held, taken);
    }

    private static DefaultHttpContext Context(GatewayRequest request, MediationRun run, byte[] body, Stream answer)
    {
        var outer = request.Http;
        var http = new DefaultHttpContext { RequestAborted = outer.RequestAborted, RequestServices = outer.RequestServices };
        http.Request.Method = run.Method ?? request.ClientMethod;
        http.Request.Scheme = outer.Request.Scheme;
        http.Request.Host = outer.Request.Host;
        http.Request.Protocol = HttpProtocol.Http11;
        http.Connection.RemoteIpAddress = outer.Connection.RemoteIpAddress;
        http.Connection.RemotePort = outer.Connection.RemotePort;
        foreach (var (name, value) in run.Message.Headers)
        {
            if (!TransportHeaders.BelongToCarrier(name))
            {
                http.Request.Headers[name] = value;
            }
        }

        http.Request.Body = new MemoryStream(body, writable: false);
        http.Request.ContentLength = body.Length > 0 ? body.Length : null;
        http.Features.Set<IHttpRequestBodyDetectionFeature>(new KnownBody(body.Length > 0));
        http.Response.Body = answer;
        return http;
    }

    private sealed class BoundedAnswer(long limit) : MemoryStream
    {
        public bool IsFull { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check(buffer.Length);
            base.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        private void Check(int more)
        {
            if (Length + more > limit)
            {
                IsFull = true;
                throw new IOException("The answer is larger than what is held of it.");
            }
        }
    }
}

/// <summary>Whether a request whose body was read, or made, has one.</summary>
internal sealed class KnownBody(bool has) : IHttpRequestBodyDetectionFeature
{
    public bool CanHaveBody => has;
}
