using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Listener;

/// <summary>
/// What holds for every answer: headers that keep it out of caches and frames, and a problem in words for every error, whether
/// routing, Kestrel or a handler found it.
/// </summary>
internal sealed partial class OutermostStep(ILogger<ManagementListener> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A scrape or a probe is no traffic: it would blur the server's own figures.
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await ProblemAnswer.WriteAsync(context, context.Response.StatusCode, Explain(context)).ConfigureAwait(false);
            }
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await ProblemAnswer.WriteAsync(context, refused.StatusCode, refused.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone: there is nobody to answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(logger, fault, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "");
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status500InternalServerError, "A fault of this node; its log says more.")
                .ConfigureAwait(false);
        }
    }

    private static string Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this path.",
        StatusCodes.Status405MethodNotAllowed => $"This path allows {context.Response.Headers.Allow}.",
        _ => "",
    };

    // The path may hold what the caller should not have put there; the endpoint's own pattern says enough.
    [LoggerMessage(EventId = 5101, EventName = "ManagementFault", Level = LogLevel.Error,
        Message = "Management request {Method} {Endpoint} failed")]
    private static partial void LogFault(ILogger logger, Exception fault, string method, string endpoint);
}
