using Gateway.Core.Configuration;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Access;

/// <summary>
/// The rules of access in their order: which name was called, no token in the address, who is asking, and, for a change, whether
/// a foreign page or form could have sent it. Stands behind routing, so that a wrong method is still told as such to those let in.
/// </summary>
internal sealed class AccessStep(ManagementSettings settings)
{
    private const string Bearer = "Bearer realm=\"gateway\"";
    private static readonly string[] Challenges = ["Basic realm=\"gateway\", charset=\"UTF-8\"", Bearer];

    private readonly AcceptedHosts _hosts = new(settings);
    private readonly AccessTokens _tokens = new(settings.Token, settings.ReadToken);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Judge(context) is not { } refusal)
        {
            return next(context);
        }

        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = IsForBrowsers(context) ? Challenges : Bearer;
        }

        // Whatever the refused request still carries is not read.
        context.Response.Headers.Connection = "close";
        return ProblemAnswer.WriteAsync(context, refusal.Status, refusal.Detail);
    }

    /// <summary>The first rule that the request breaks; null when it breaks none.</summary>
    internal Refusal? Judge(HttpContext context)
    {
        var isChange = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        var isOpen = !isChange && context.GetEndpoint()?.Metadata.GetMetadata<OpenToAnybody>() is not null;
        var isLook = !isChange || context.GetEndpoint()?.Metadata.GetMetadata<OpenToReaders>() is not null;
        return _hosts.Check(context)
            ?? TokenInAddress.Check(context.Request.Query)
            ?? (isOpen ? null : _tokens.Check(context, !isLook || IsForBrowsers(context), IsForBrowsers(context)))
            ?? (isChange ? ChangeRules.Check(context) : null);
    }

    private static bool IsForBrowsers(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ForOperatorsWithBrowsers>() is not null;
}
