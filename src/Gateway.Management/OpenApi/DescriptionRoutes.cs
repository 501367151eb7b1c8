using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.OpenApi;

/// <summary>
/// <c>GET /openapi.json</c> and <c>GET /docs</c>: what this listener answers, for programs and for people. The same on every node and open to
/// anybody: they hold nothing of the node, and a browser sends no token with an address that is typed.
/// </summary>
internal sealed class DescriptionRoutes : IManagementRoutes
{
    // The page runs nothing, and takes nothing from anywhere but its own style.
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Made when the first one asks: most nodes are never asked.
    private readonly Lazy<(string Json, string Page)> _texts = new(static () =>
    {
        var document = ApiDescription.Read();
        return (
            document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            DocsPage.Write(document));
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/openapi.json", context => AnswerAsync(context, "application/json", _texts.Value.Json)).AllowAnybody();
        routes.MapLook("/docs", context => AnswerAsync(context, "text/html; charset=utf-8", _texts.Value.Page)).AllowAnybody();
        routes.MapLook("/docs/style.css", static context => AnswerAsync(context, "text/css; charset=utf-8", DocsPage.Style)).AllowAnybody();
    }

    private static Task AnswerAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
