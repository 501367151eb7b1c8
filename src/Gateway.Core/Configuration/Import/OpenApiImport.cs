using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>An OpenAPI definition alone: its <c>x-wso2-*</c> extensions, else its servers, say where requests go.</summary>
internal static class OpenApiImport
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        ["components", "definitions", "parameters", "responses", "securityDefinitions", "tags", "externalDocs", "produces", "consumes",
            "x-wso2-throttling-tier", "x-throttling-tier",
            "x-wso2-auth-header", "x-wso2-security", "x-wso2-application-security", "x-scopes-bindings", "x-wso2-request-interceptor",
            "x-wso2-response-interceptor", "webhooks",
            "x-wso2-mutual-ssl", "x-wso2-disable-security", "x-wso2-response-cache", "jsonSchemaDialect", "basePath", "host", "schemes",
            "info", "servers"], StringComparer.Ordinal);

    /// <summary>Reads it into a plan; what is wrong with it is reported. Null when not even its name can be told.</summary>
    public static ImportPlan? Read(ImportFile file, ImportReport report, ImportOptions options)
    {
        if (DefinitionImport.Read(file, report, options.Variables) is not { } definition)
        {
            return null;
        }

        var root = definition.Root;
        if (root["info"].Map() is not { } info)
        {
            root["info"].Wrong("the definition has no 'info'", "Add its title and version: info: { title: PetStore, version: 1.0.0 }.");
            return null;
        }

        var name = ApiIdentity.Name(info["title"]);
        var version = ApiIdentity.Version(info["version"]);
        var security = root["security"];
        var required = root["x-wso2-disable-security"].Flag() != true
            && ConsumerSecurityImport.IsRequired(security.IsNothing ? root["x-wso2-security"] : Named(security, root), byDefault: false,
                definition.Operations, options);
        var context = Context(root, info["title"], name, version);
        var plan = new ImportPlan(Slug.Of(name, context, version), report);
        var inline = definition.HasScripts || options.Mock;
        var sides = inline ? EndpointSides.None : Endpoints(root, plan, options);
        if (sides.IsNone && !inline && !report.Problems.HasErrors)
        {
            report.Problems.Error(file.At(1, 1),
                "the definition names no backend: neither x-wso2-production-endpoints nor a server with a whole address",
                "Add one to 'servers', or import with --mock to have scripts made from its examples.");
        }

        if (inline)
        {
            report.Add(ImportVerdict.Changed, "x-mediation-script", file.At(1, 1),
                $"lifecycle = \"PROTOTYPED\": mocks answer only before an API is published. They are {(definition.HasScripts ? "the definition's own scripts" : "scripts made from its examples")}.");
        }

        var mocks = new MockImport(inline ? Implementation.Inline : Implementation.Endpoint, definition, plan, options);
        plan.Api = new PlannedApi(name, context, version)
        {
            Lifecycle = inline ? "PROTOTYPED" : "PUBLISHED",
            Endpoint = sides.Production,
            SandboxEndpoint = sides.Sandbox,
            Required = required,
            Transports = ApiIdentity.Transports(root["x-wso2-transports"]),
            Resources = ResourceImport.Plan(definition.Operations, mocks.Of, plan),
            More = [.. Cors(root)],
        };
        _ = root["paths"];
        root.Close(LeftOut, "No gateway acts on it.");
        return plan;
    }

    // An entry of 'security' is a map whose keys name the kinds.
    private static Item Named(Item security, Fields root)
    {
        var names = security.List().SelectMany(item => item.Node?.Entries ?? []).Select(entry => entry.Key).Distinct(StringComparer.Ordinal);
        return new Item(DocumentTree.List(names.Select(DocumentTree.Text)), security.Key, security.Place, root.Document);
    }

    private static string Context(Fields root, Item title, string name, string version)
    {
        var item = root["x-wso2-basePath"];
        if (!item.IsNothing)
        {
            return ApiIdentity.Context(new Fields(DocumentTree.Map(("context", item.Node)), "", root.Document), version, is3x: true);
        }

        var context = ApiIdentity.ContextOf(name);
        title.Changed($"context = \"{context}\", made from the title: a definition has none. Write the one that consumers know.");
        return context;
    }

    private static EndpointSides Endpoints(Fields root, ImportPlan plan, ImportOptions options)
    {
        var config = new List<(string, DocumentNode?)>();
        foreach (var (key, side) in (ReadOnlySpan<(string, string)>)[("x-wso2-production-endpoints", "production"),
            ("x-wso2-sandbox-endpoints", "sandbox")])
        {
            if (root[key].Map() is { } extension)
            {
                Extension(extension, side, config);
                extension.Close();
            }
        }

        if (config.Count == 0 && Servers(root).ToArray() is { Length: > 0 } servers)
        {
            config.Add(("endpoint_type", DocumentTree.Text(servers.Length > 1 ? "load_balance" : "http")));
            config.Add(("production_endpoints", DocumentTree.List(servers.Select(url => DocumentTree.Map(("url", DocumentTree.Text(url)))))));
        }

        var whole = config.Count == 0 ? null : new Fields(DocumentTree.Map(config), "endpoints", root.Document.Within(root.Place));
        if (ParametersImport.Read(options, plan.Report) is { } parameters)
        {
            whole = ParametersImport.Apply(whole, parameters);
        }

        return whole is null ? EndpointSides.None : EndpointConfigImport.Read(whole, plan.Name, plan);
    }

    private static void Extension(Fields extension, string side, List<(string, DocumentNode?)> config)
    {
        var urls = extension["urls"].List().ToArray();
        var type = extension["type"].TextOrNull()?.ToLowerInvariant() ?? (urls.Length > 1 ? "load_balance" : "http");
        var timeout = extension["advanceEndpointConfig"].Map() is { } advanced ? advanced["timeoutInMillis"].Node : null;
        var backends = urls.Select(url =>
            DocumentTree.Map(("url", url.Node), ("config", timeout is null ? null : DocumentTree.Map(("actionDuration", timeout))))).ToArray();
        config.Add(("endpoint_type", DocumentTree.Text(type)));
        if (type == "failover")
        {
            config.Add(($"{side}_endpoints", backends.FirstOrDefault()));
            config.Add(($"{side}_failovers", DocumentTree.List(backends.Skip(1))));
        }
        else
        {
            config.Add(($"{side}_endpoints", DocumentTree.List(backends)));
        }
    }

    private static IEnumerable<string> Servers(Fields root)
    {
        if (root["host"].TextOrNull() is { } host)
        {
            var schemes = root["schemes"].List().Select(item => item.TextOrNull()).ToArray();
            var scheme = schemes.Contains("https") || schemes.Length == 0 ? "https" : schemes.Contains("http") ? "http" : schemes[0];
            yield return $"{scheme}://{host}{root["basePath"].TextOrNull()?.TrimEnd('/')}";
            yield break;
        }

        foreach (var item in root["servers"].List())
        {
            if (item.Map() is not { } server || server["url"].TextOrNull() is not { } url)
            {
                continue;
            }

            foreach (var variable in server["variables"].Map()?.Map.Entries ?? [])
            {
                url = url.Replace($"{{{variable.Key}}}", variable.Value["default"]?.Text ?? "", StringComparison.Ordinal);
            }

            if (url.Contains("://", StringComparison.Ordinal))
            {
                server["url"].Taken("A backend of production.");
                yield return url;
            }
            else
            {
                server["url"].Told(ImportVerdict.LeftOut, "It is relative: the gateway itself is the server there.");
            }
        }
    }

    private static IEnumerable<(string Key, string Toml)> Cors(Fields root) =>
        root["x-wso2-cors"] is { IsNothing: false } cors
            ? CorsImport.Read(new Fields(DocumentTree.Map(("corsConfiguration", cors.Node)), "", root.Document)) : [];
}
