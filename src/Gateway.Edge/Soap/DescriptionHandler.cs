using Gateway.Core.Attempts;
using Gateway.Core.Configuration;
using Gateway.Core.Routing;
using Gateway.Core.Wsdl;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Soap;

/// <summary>Answers <c>?wsdl</c> and <c>?xsd=</c> of one SOAP API. Its documents are made when the first one is asked for.</summary>
internal sealed class DescriptionHandler : IEndpointHandler
{
    private readonly Lazy<WsdlPublication> _publication;

    /// <param name="catalog">The catalog.</param>
    /// <param name="api">A SOAP API with a WSDL.</param>
    /// <param name="environment">The environment that this node serves.</param>
    public DescriptionHandler(Core.Configuration.Catalog catalog, ApiDefinition api, ServedEnvironment environment) =>
        _publication = new Lazy<WsdlPublication>(() => WsdlPublication.Of(catalog, api, Origin(api, environment)));

    public bool IsLeaf => false;

    /// <summary>Whether a request asks the API itself for its description.</summary>
    public static bool IsAsked(GatewayRequest request)
    {
        var method = request.Http.Request.Method;
        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && WsdlPublication.IsAskedFor(request.Target.Query)
            && request.Target.Path.AsSpan(request.Route.PostfixStart) is "" or "/";
    }

    public async ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        // The first one has all of them to parse.
        await FairShare.LeaveAsync();
        if (_publication.Value.Find(request.Target.Query) is not { } document)
        {
            request.Refusal = Fault.NoDescription;
            return AttemptOutcome.Of(AttemptFact.NoAddress);
        }

        var response = request.Http.Response;
        response.Headers[TraceIdentity.RequestIdHeader] =
            TraceIdentity.RequestIdOf(request.Http.Request.Headers[TraceIdentity.RequestIdHeader]);
        response.ContentType = "text/xml; charset=utf-8";
        response.ContentLength = document.Length;
        if (!HttpMethods.IsHead(request.Http.Request.Method))
        {
            await response.Body.WriteAsync(document);
        }

        return AttemptOutcome.Answered;
    }

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) => HandleAsync(request);

    // WSO2 shows HTTPS before HTTP, of those that the API is open on.
    private static string Origin(ApiDefinition api, ServedEnvironment environment) =>
        (api.Transports & Transports.Https) != 0 && environment.HttpsEndpoint.Length > 0 ? environment.HttpsEndpoint
        : environment.HttpEndpoint.Length > 0 ? environment.HttpEndpoint
        : environment.HttpsEndpoint;
}
