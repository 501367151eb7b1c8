using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Health;

/// <summary>Whether the process is to be restarted, and whether requests are to be sent to it. Says no more than that.</summary>
internal sealed class HealthRoutes(INodeView node) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/health/live", static context => AnswerAsync(context, StatusCodes.Status200OK, "live")).AllowAnybody();
        routes.MapLook(
            "/health/ready",
            context => node.IsReady
                ? AnswerAsync(context, StatusCodes.Status200OK, "ready")
                : AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "unready")).AllowAnybody();
    }

    private static Task AnswerAsync(HttpContext context, int status, string word)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new HealthAnswer(word), AnswerJson.Types.HealthAnswer, contentType: null, context.RequestAborted);
    }
}

/// <summary>The answer to a health check.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>unready</c>.</param>
internal sealed record HealthAnswer(string Status);
