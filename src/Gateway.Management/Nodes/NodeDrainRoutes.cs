using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core.Groups;
using Gateway.Grains.Nodes;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Nodes;

/// <summary>
/// <c>POST /v1/nodes/{id}/drain</c> and <c>/resume</c>, on any node: the cluster tells the edge with its next report, within a second.
/// Answered when the edge has said that it is so.
/// </summary>
internal sealed class NodeDrainRoutes(IClusterAccess cluster, INodeView node, OwnReport own, NodeIdentity identity, TimeProvider clock) : IManagementRoutes
{
    private const string Silo = "A silo serves no requests, so there is nothing to drain: stop it with SIGTERM, and its groups move to the others.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapChange("POST", "/v1/nodes/{id}/drain", context => SayAsync(context, NodeOrder.Drain));
        routes.MapChange("POST", "/v1/nodes/{id}/resume", context => SayAsync(context, NodeOrder.Resume));
    }

    private async Task SayAsync(HttpContext context, NodeOrder order)
    {
        var (word, fault) = await ReadAsync(context).ConfigureAwait(false);
        if (word is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        context.NoteChange(order == NodeOrder.Drain ? "" : "draining", order == NodeOrder.Drain ? "draining" : "", word.Reason ?? "");
        var id = (string)context.Request.RouteValues["id"]!;
        await (id == identity.Id ? SayHereAsync(context, order) : SayThereAsync(context, id, order)).ConfigureAwait(false);
    }

    private Task SayHereAsync(HttpContext context, NodeOrder order) => node.TryDrain(order == NodeOrder.Drain)
        ? AnswerAsync(context, new NodeEntry(own.Now(), 0), order)
        : ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, Silo);

    private async Task SayThereAsync(HttpContext context, string id, NodeOrder order)
    {
        using var deadline = new Deadline(clock, context.RequestAborted, Patience);
        var status = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => OrderAsync(grains, id, order), deadline.Token).ConfigureAwait(false)
            : null;
        var entry = status?.Value == NodeOrderStatus.Taken ? await WaitAsync(id, order, deadline.Token).ConfigureAwait(false) : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        await (status?.Value switch
        {
            NodeOrderStatus.NoSuchNode => ProblemAnswer.WriteAsync(
                context, StatusCodes.Status404NotFound, "The cluster has heard of no node of this name within the last 10 s; GET /v1/nodes lists them."),
            NodeOrderStatus.NotAnEdge => ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, Silo),
            _ when entry is not null => AnswerAsync(context, entry, order),
            _ => ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                $"It is not known whether the node does so: it has not said so within {Patience.TotalSeconds:0} s. Look at it, then try again."),
        }).ConfigureAwait(false);
    }

    private async Task<NodeEntry?> WaitAsync(string id, NodeOrder order, CancellationToken deadline)
    {
        while (!deadline.IsCancellationRequested)
        {
            if (cluster.Grains is { } grains && await ClusterCall.TryAsync(() => ListAsync(grains), deadline).ConfigureAwait(false) is { } nodes
                && Array.Find(nodes, entry => entry.Report.Id == id) is { } known && known.Report.Draining == (order == NodeOrder.Drain))
            {
                return known;
            }

            await Task.Delay(Pause, clock, deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    // One that is about to stop goes on draining, whatever an operator says.
    private static Task AnswerAsync(HttpContext context, NodeEntry entry, NodeOrder order) => entry.Report.Draining == (order == NodeOrder.Drain)
        ? context.Response.WriteAsJsonAsync(
            NodeAnswer.From(entry.Report, entry.ReportedMsAgo), AnswerJson.Types.NodeAnswer, contentType: null, context.RequestAborted)
        : ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, "The node is about to stop.");

    private static async ValueTask<Status> OrderAsync(IGrainFactory grains, string id, NodeOrder order) =>
        new(await grains.GetGrain<INodesGrain>(INodesGrain.Key).OrderAsync(id, order).ConfigureAwait(false));

    private static async ValueTask<NodeEntry[]> ListAsync(IGrainFactory grains) =>
        [.. await grains.GetGrain<INodesGrain>(INodesGrain.Key).ListAsync().ConfigureAwait(false)];

    private static async Task<(NodeWord? Word, string Fault)> ReadAsync(HttpContext context)
    {
        try
        {
            var word = await context.ReadForChangeAsync(
                static sent => sent.Request.ReadFromJsonAsync(AnswerJson.Types.NodeWord, sent.RequestAborted)).ConfigureAwait(false);
            return word switch
            {
                null => (null, "The body is null; send {\"reason\": \"…\"}."),
                { Reason.Length: > AdminCommand.LongestReason } => (null, $"reason is longer than {AdminCommand.LongestReason} characters."),
                { Reason: { } reason } when reason.AsSpan().ContainsAnyInRange('\0', '\u001f') => (null, "reason holds control characters: one line of text."),
                _ => (word, ""),
            };
        }
        catch (JsonException fault)
        {
            return (null, $"The body is not {{\"reason\": \"…\"}}: {fault.Message}");
        }
    }

    private sealed record Status(NodeOrderStatus Value);
}

/// <summary>The body of an operator's word on a node.</summary>
/// <param name="Reason">Why; at most 200 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NodeWord(string? Reason);
