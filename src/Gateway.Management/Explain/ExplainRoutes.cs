using System.Text.Json;
using Gateway.Grains.Nodes;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Explain;

/// <summary><c>POST /v1/explain</c>: where a request would go, and why. Only an edge knows; a silo names those that can be asked.</summary>
internal sealed class ExplainRoutes(IRequestExplainer explainer, IClusterAccess cluster, TimeProvider clock) : IManagementRoutes
{
    private const int MostNamed = 5;

    public void Map(IEndpointRouteBuilder routes) => routes.MapQuestion("/v1/explain", ExplainAsync);

    private async Task ExplainAsync(HttpContext context)
    {
        var (asked, fault) = await ReadAsync(context).ConfigureAwait(false);
        if (asked is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        var explanation = await explainer.ExplainAsync(asked, deadline.Token).ConfigureAwait(false);
        await (explanation is null
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status501NotImplemented, await NoEdgeAsync(deadline.Token).ConfigureAwait(false))
            : context.Response.WriteAsJsonAsync(explanation, AnswerJson.Types.Explanation, contentType: null, context.RequestAborted))
            .ConfigureAwait(false);
    }

    private async Task<string> NoEdgeAsync(CancellationToken deadline)
    {
        var nodes = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => ReadAsync(grains), deadline).ConfigureAwait(false)
            : null;
        var edges = (nodes ?? []).Where(node => node.Report.Kind != NodeReport.SiloKind).Select(node => node.Report.Id).Take(MostNamed).ToArray();
        return "A silo serves no requests, so it cannot say where one would go. "
            + (edges.Length == 0 ? "Ask an edge's management listener." : $"Ask the management listener of an edge: {string.Join(", ", edges)}.");
    }

    private static async ValueTask<NodeEntry[]> ReadAsync(IGrainFactory grains) =>
        [.. await grains.GetGrain<INodesGrain>(INodesGrain.Key).ListAsync().ConfigureAwait(false)];

    private static async Task<(AskedRequest? Asked, string Fault)> ReadAsync(HttpContext context)
    {
        const string Form = "{\"method\": \"GET\", \"url\": \"/petstore/1.0.0/pets/1\", \"headers\": {}, \"body\": \"\"}";
        try
        {
            var wish = await context.Request.ReadFromJsonAsync(AnswerJson.Types.ExplainWish, context.RequestAborted).ConfigureAwait(false);
            return wish is null ? (null, $"The body is null; send {Form}.") : wish.Read(context.Connection.RemoteIpAddress);
        }
        catch (JsonException fault)
        {
            return (null, $"The body is not {Form}: {fault.Message}");
        }
    }
}
