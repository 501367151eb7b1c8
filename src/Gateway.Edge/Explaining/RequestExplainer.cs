using System.Diagnostics;
using Gateway.Core.Routing;
using Gateway.Edge.Catalog;
using Gateway.Edge.Mocks;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Soap;
using Gateway.Management;
using Gateway.Management.Explain;
using Gateway.Management.Views;

namespace Gateway.Edge.Explaining;

/// <summary>
/// Says where a request would go by sending it through the steps that choose, and not through those that act: the same code decides. What
/// only running it would tell, a script's or a sequence's choice, is said to be open.
/// </summary>
internal sealed class RequestExplainer(CatalogActivation catalogs, EdgePipeline pipeline, GroupReading groups, NodeIdentity node) : IRequestExplainer
{
    /// <inheritdoc />
    public async ValueTask<Explanation?> ExplainAsync(AskedRequest asked, CancellationToken cancel)
    {
        var http = AskedExchange.Of(asked, cancel);
        var request = new GatewayRequest(http, catalogs.Current, RequestTarget.Of(http), Stopwatch.GetTimestamp());
        try
        {
            return await ExplainAsync(request, asked);
        }
        finally
        {
            request.Body?.Dispose();
        }
    }

    private async ValueTask<Explanation> ExplainAsync(GatewayRequest request, AskedRequest asked)
    {
        var fault = pipeline.Admit(request, out var handler);
        var isMine = handler is null;
        if (fault is null && !isMine && request.Route is { Resource: not null, Api.HasOperations: true })
        {
            fault = await OperationChoice.ChooseAsync(request, request.Catalog!.Routes);
        }

        var told = Begin(request);
        if (fault is not null)
        {
            return told.Refuse(fault);
        }

        if (isMine)
        {
            return told.Answer("The gateway answers this preflight itself, by the API's rules for other origins.");
        }

        var catalog = request.Catalog!;
        var flows = catalog.FlowsOf(request.Route);
        var hasSequence = flows is { In.IsEmpty: false };
        if (hasSequence)
        {
            told = told with
            {
                Sequence = new ExplainedSequence(WasRun: false, flows!.In.Endpoints),
                Notes = told.Notes.Add(
                    "The In sequence was not run: it may answer by itself, change the message or its address, or send it to another endpoint."),
            };
        }

        if (handler is DescriptionHandler)
        {
            return told.Answer("The gateway answers with the API's description.");
        }

        if (catalog.MockOf(request.Route) is { } mock)
        {
            return told.Answer(mock is ScriptMockHandler
                ? "The resource's mock script answers. It was not run."
                : "The resource's mock answers, with an example of its definition.");
        }

        return await new EndpointWalk(request, asked, groups, hasSequence).GoAsync(told with { Endpoint = request.Endpoint }, request.Endpoint);
    }

    private Explanation Begin(GatewayRequest request)
    {
        var told = new Explanation(node.Id, request.Catalog?.Revision ?? 0, ExplainedOutcome.Open, "");
        if (request.Catalog is not { } catalog)
        {
            return told;
        }

        var (route, path) = (request.Route, request.Target.Path);
        told = told with
        {
            OtherApis =
            [
                .. RouteReasons.OfOtherApis(catalog.Routes, path, route.Api)
                    .Select(other => new PassedApi(other.Api.Name, other.Api.Version, other.Api.FullContext, other.Why)),
            ],
        };
        if (route.Api?.Definition is not { } api)
        {
            return told;
        }

        var isVersioned = RouteTable.Build([api with { DefaultVersion = false }]).Match(path, "", "GET").Api is not null;
        return told with
        {
            Api = new ExplainedApi(
                api.Name, api.Version, api.FullContext, LifecycleWords.Of(api.Lifecycle),
                isVersioned ? $"the path begins with its context {api.FullContext}" : "it is the default version, and the path names none"),
            Resource = route.Resource is { } resource ? new ExplainedResource(resource.Definition.Path, resource.Definition.Methods) : null,
            OtherResources =
            [
                .. RouteReasons.OfOtherResources(api, path, request.Target.Query, request.ClientMethod, route.Resource?.Definition)
                    .Select(other => new PassedResource(other.Resource.Path, other.Resource.Methods, other.Why)),
            ],
        };
    }
}
