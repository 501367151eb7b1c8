using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Status;

/// <summary>
/// <c>GET /status</c>: the status page, a shell without data, open to whoever may call the listener by its name. What it shows it asks for with the
/// operator's token like any other client.
/// </summary>
internal sealed class StatusRoutes : IManagementRoutes
{
    // Nothing but the page's own files may run, be drawn or be called; no text becomes code or markup, not even by a mistake of ours.
    private const string ContentRules =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private readonly PageFiles _files = PageFiles.Load();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/status", context => AnswerAsync(context, PageFiles.Shell)).AllowAnybody();
        routes.MapLook("/status/{file}", context => AnswerAsync(context, (string)context.Request.RouteValues["file"]!)).AllowAnybody();
    }

    private Task AnswerAsync(HttpContext context, string name)
    {
        if (_files.Find(name) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentRules;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }
}
