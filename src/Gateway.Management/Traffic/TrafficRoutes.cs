using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Traffic;

/// <summary><c>GET /v1/traffic</c> and <c>GET /v1/groups/{name}/traffic</c>: the last ten minutes of the answering node.</summary>
internal sealed class TrafficRoutes(TrafficHistory history, ICatalogView catalogs, NodeIdentity node, TimeProvider clock) : IManagementRoutes
{
    private static readonly long StepMs = (long)TrafficMeter.Step.TotalMilliseconds;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/v1/traffic", TellNodeAsync);
        routes.MapLook("/v1/groups/{name}/traffic", TellGroupAsync);
    }

    private Task TellNodeAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new TrafficAnswer(AnswerView.Local, node.Id, StepMs, history.Known, history.ReadNode()), AnswerJson.Types.TrafficAnswer, contentType: null,
        context.RequestAborted);

    private async Task TellGroupAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var members = history.ReadGroup(name);
        if (members.IsEmpty && await IsUnknownAsync(name, context).ConfigureAwait(false))
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "The catalog has no endpoint of this name.").ConfigureAwait(false);
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new GroupTrafficAnswer(AnswerView.Local, node.Id, name, StepMs, history.Known, members), AnswerJson.Types.GroupTrafficAnswer, contentType: null,
            context.RequestAborted).ConfigureAwait(false);
    }

    // A node without a catalog cannot tell, and says what it has: nothing.
    private async Task<bool> IsUnknownAsync(string name, HttpContext context)
    {
        using var deadline = new Deadline(clock, context.RequestAborted);
        return await catalogs.ReadAsync(deadline.Token).ConfigureAwait(false) is { } revision && !revision.Catalog.Endpoints.ContainsKey(name);
    }
}
