using System.Globalization;
using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Events;

/// <summary>
/// <c>GET /v1/events</c>: the cluster's events as they happen, as server-sent events (WHATWG HTML, section 9.2). <c>Last-Event-ID</c>
/// goes on where an earlier stream ended, on any node; <c>?last=N</c> begins with the last N.
/// </summary>
internal sealed class EventRoutes(EventFeed feed, EventMeter meter, TimeProvider clock) : IManagementRoutes
{
    // Proxies close a connection that is silent for a minute, some for half of that.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes) => routes.MapLook("/v1/events", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        if (Last(context.Request.Query["last"]) is not { } last)
        {
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"last is a number of events from 0 to {EventHistory.MostKept}.").ConfigureAwait(false);
            return;
        }

        // An id that is none of ours is as good as one that is long forgotten: all there is, and a notice.
        var given = context.Request.Headers["Last-Event-ID"].ToString();
        EventPosition? after = given.Length == 0 ? null : EventPosition.TryParse(given, out var position) ? position : default(EventPosition);
        using var listener = feed.Audience.TryOpen(after, last);
        if (listener is null)
        {
            context.Response.Headers.RetryAfter = "5";
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                $"{EventAudience.MostListeners} listen on this node already. Close one, or ask another node: every node tells the same events.")
                .ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await TellAsync(listener, new EventStream(context.Response.BodyWriter), context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(EventListener listener, EventStream stream, CancellationToken gone)
    {
        stream.WriteRetry();
        while (true)
        {
            var (entries, missed, isClosed, pulse) = listener.Read();
            if (missed > 0)
            {
                meter.DroppedByListener(missed);
                stream.WriteMissed(missed);
            }

            foreach (var entry in entries)
            {
                stream.Write(entry);
            }

            if (isClosed)
            {
                stream.WriteEnd();
            }

            await stream.FlushAsync(gone).ConfigureAwait(false);
            if (isClosed)
            {
                return;
            }

            if (entries.Count == 0)
            {
                await WaitAsync(pulse, stream, gone).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(Task pulse, EventStream stream, CancellationToken gone)
    {
        var waiting = pulse.WaitAsync(Heartbeat, clock, gone);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gone.ThrowIfCancellationRequested();
        if (!waiting.IsCompletedSuccessfully)
        {
            stream.WriteHeartbeat();
        }
    }

    private static int? Last(Microsoft.Extensions.Primitives.StringValues values) =>
        values.Count == 0 ? 0
        : values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last <= EventHistory.MostKept ? last
        : null;
}
