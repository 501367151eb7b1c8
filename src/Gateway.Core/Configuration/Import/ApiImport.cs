using System.Collections.Immutable;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>An API as WSO2 writes it: the <c>api.yaml</c> of 3.x and 4.x, and the body of a request to its publisher.</summary>
internal static class ApiImport
{
    private static readonly ImmutableArray<string> NotServed = ["WEBSUB", "ASYNC", "SOAPTOREST"];

    /// <summary>The map that holds the API; null when the document is none, or something else of WSO2's, which is then reported.</summary>
    public static Fields? Find(DocumentNode root, ImportDocument document)
    {
        if (root is not DocumentMap map)
        {
            return null;
        }

        var top = new Fields(map, "", document);
        if (map.Find("data") is not DocumentMap data || map.Find("type") is null)
        {
            return IsOne(map) ? top : null;
        }

        if (top["type"].Text?.ToLowerInvariant() is "api")
        {
            return new Fields(data, "", document);
        }

        top["type"].Wrong($"a document of type '{top["type"].Text}' cannot be imported", "An API can be: type: api.");
        return null;
    }

    private static bool IsOne(DocumentMap map) =>
        (map.Find("name") is not null || map["id"]?["apiName"] is not null)
            && (map.Find("context") is not null || map.Find("contextTemplate") is not null);

    /// <summary>Reads it into a plan; what is wrong with it is reported.</summary>
    public static ImportPlan Read(Fields api, ImportProject project, ImportReport report, ImportOptions options)
    {
        var id = api["id"].Map();
        var name = ApiIdentity.Name(id is null ? api["name"] : id["apiName"]);
        var version = ApiIdentity.Version(id is null ? api["version"] : id.Of("version"));
        id?.Close(ApiKeys.With("providerName"), ApiKeys.WhatFor);
        if (id is null && api.Has("id"))
        {
            api["id"].Told(ImportVerdict.LeftOut, ApiKeys.WhatFor);
        }

        var is3x = id is not null;
        var context = ApiIdentity.Context(api, version, is3x);
        var plan = new ImportPlan(Slug.Of(name, context, version), report, project);
        var definition = project.Definition is { } file ? DefinitionImport.Read(file, report, options.Variables) : null;
        var policies = new PolicyImport(project, plan, options);
        var listed = OperationsImport.Read(api, operation => policies.Read(operation["operationPolicies"]));
        var operations = Operations(api, listed, definition);
        var required = ConsumerSecurityImport.IsRequired(api.Of("securityScheme", "apiSecurity"), byDefault: true, operations, options);
        var type = Type(api);
        var implementation = ImplementationImport.Read(api, definition, operations, options);
        var parameters = ParametersImport.Read(options, report);
        var sides = implementation.IsMock() ? LeaveEndpoints(api) : Endpoints(api, parameters, plan, is3x);
        var lifecycle = LifecycleImport.Read(api, is3x, implementation.IsMock());
        sides = LifecycleImport.Prototype(sides, lifecycle, plan);
        var mocks = new MockImport(implementation, definition, plan, options);
        plan.Api = new PlannedApi(name, context, version)
        {
            DefaultVersion = api["isDefaultVersion"].Flag() == true,
            Lifecycle = lifecycle,
            Endpoint = sides.Production,
            SandboxEndpoint = sides.Sandbox,
            Required = required,
            Transports = ApiIdentity.Transports(api.Of("transport", "transports")),
            Resources = type == "GRAPHQL" ? [new PlannedResource("/*", ["POST"])]
                : type == "WS" ? []
                : ResourceImport.Plan(operations, mocks.Of, plan),
            More = [.. WsdlImport.OfProject(type, project, plan), .. SequenceImport.Read(api, project, policies, plan, options),
                .. CorsImport.Read(api)],
        };
        UnservedKeys.Tell(api);
        api.Close(ApiKeys.OfThePublisher, ApiKeys.WhatFor);
        return plan;
    }

    private static string Type(Fields api)
    {
        var item = api["type"];
        var type = item.TextOrNull()?.ToUpperInvariant() ?? "HTTP";
        if (NotServed.Contains(type))
        {
            item.Wrong($"an API of type {type} cannot be imported", type == "SOAPTOREST"
                ? "Import its WSDL as a SOAP API, or write the REST API by hand, with the generated sequences as in_sequence and out_sequence."
                : "This gateway carries HTTP, SOAP, GraphQL, WebSocket and server-sent events; it keeps no subscriptions.");
        }
        else if (type == "GRAPHQL")
        {
            item.Changed("One resource, POST /*: operations of a GraphQL schema are not told apart.");
        }

        return type;
    }

    private static ImmutableArray<ImportedOperation> Operations(Fields api, ImmutableArray<ImportedOperation> listed, ImportedDefinition? definition)
    {
        if (definition is null)
        {
            return listed;
        }

        if (listed.IsEmpty)
        {
            api.Report.Add(ImportVerdict.Taken, "operations", api.Place,
                $"The API lists none; its {definition.Operations.Length} resources come from {definition.File.Path}.");
            return definition.Operations;
        }

        // Scripts stand in the definition; in the list only those of 3.x.
        var scripts = definition.Operations.DistinctBy(operation => (operation.Target, operation.Verb))
            .ToDictionary(operation => (operation.Target, operation.Verb));
        return [.. listed.Select(operation => operation.Script.Length == 0 && scripts.TryGetValue((operation.Target, operation.Verb), out var other)
            ? operation with { Script = other.Script } : operation)];
    }

    private static EndpointSides LeaveEndpoints(Fields api)
    {
        foreach (var key in (string[])["endpointConfig", "productionUrl", "sandboxUrl"])
        {
            if (!api[key].IsNothing)
            {
                api[key].Told(ImportVerdict.LeftOut, "Mocks answer in its place: WSO2 does not look at it either.");
            }
        }

        return EndpointSides.None;
    }

    private static EndpointSides Endpoints(Fields api, EnvironmentParameters? parameters, ImportPlan plan, bool is3x)
    {
        var item = api["endpointConfig"];
        var config = item.Map() ?? ShortForm(api);
        if (parameters is not null)
        {
            config = ParametersImport.Apply(config, parameters);
        }

        if (config is null)
        {
            item.Wrong(item.IsNothing ? "the API has no endpointConfig" : $"endpointConfig is {item.Description}, not a map or a text of JSON",
                "Add it, or give it with --params FILE --environment NAME.");
            return EndpointSides.None;
        }

        var sides = EndpointConfigImport.Read(config, plan.Name, plan, is3x || api.Has("endpointSecured") ? Credentials(api) : null);
        if (sides.IsNone && !plan.Report.Problems.HasErrors)
        {
            item.Wrong("endpointConfig names no backend", "Write an address in production_endpoints.url or sandbox_endpoints.url.");
        }

        return sides;
    }

    private static Fields? ShortForm(Fields api)
    {
        var (production, sandbox) = (api["productionUrl"], api["sandboxUrl"]);
        if (production.IsNothing && sandbox.IsNothing)
        {
            return null;
        }

        var map = DocumentTree.Map(("endpoint_type", DocumentTree.Text("http")), ("production_endpoints", production.Node),
            ("sandbox_endpoints", sandbox.Node));
        return new Fields(map, "", api.Document);
    }

    private static EndpointCredentials? Credentials(Fields api)
    {
        var digest = api["endpointAuthDigest"].Flag() == true;
        var (user, password) = (api["endpointUTUsername"], api["endpointUTPassword"]);
        return api["endpointSecured"].Flag() == true ? new EndpointCredentials(digest ? "digest" : "basic", user, password) : null;
    }
}
