using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[api]]</c>.</summary>
internal static class ApiReader
{
    private static readonly FlagKey DefaultVersion = new("default_version", false, "answer without the version in the path, too");

    private static readonly WordKey<Lifecycle> State = new(
        "lifecycle", Lifecycle.Published, new(LifecycleWords.States), "see [the life of an API](lifecycle.md)");

    private static readonly WordKey<ApiSecurity> Security = new(
        "security", ApiSecurity.None, new([("none", ApiSecurity.None), ("required", ApiSecurity.Required)]),
        """`"required"`: credentials cannot be checked yet, so every request is answered 401""");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("[[api]]",
    [
        Key.Required("name", "text", "up to 128 characters; unique together with the version"),
        Key.Required("version", "text", "one part of a path, such as `\"1.0.0\"`"),
        Key.Required("context", "path", "begins with `/`. The version follows it, or stands where `{version}` is: `\"/api/{version}/pets\"`"),
        DefaultVersion, State,
        Key.Optional("deprecated", "table", "what consumers are told once it is `\"DEPRECATED\"`, see [below](#deprecation)"),
        new Key("endpoint", "name of an endpoint", "", "the production endpoint")
        {
            Otherwise = "one of both is required, but for `\"CREATED\"` and `\"RETIRED\"`, and where every resource has a `mock`",
        },
        Key.Optional("sandbox_endpoint", "name of an endpoint", "the sandbox endpoint"),
        Security,
        new Key("transports", "list of \"http\" and \"https\"", "[\"http\", \"https\"]", "which listeners it answers on"),
        Key.Optional("cors", "table", "see [`[api.cors]`](#apicors); without one, the node's `[apim.cors]` holds"),
        Key.Optional("resource", "tables", "see [`[[api.resource]]`](#apiresource); without one, everything below the context is served"),
        .. SoapApiReader.Keys, .. SequenceFilesReader.ApiKeys,
    ]);

    public static ApiDefinition Read(TableReader table, CatalogDraft draft)
    {
        var name = table.TextOrNull("name") ?? "";
        var api = name.Length > 0 ? table.Named($"[[api]] '{name}'") : table;
        Keys.Check(api);
        CheckName(api, name);
        var endpoint = EndpointName(api, "endpoint");
        var sandbox = EndpointName(api, "sandbox_endpoint");
        var state = api.OneOf(State);
        var resources = Resources(api);
        var isMocked = resources.Length > 0 && api.Tables("resource", "[[api.resource]]").All(resource => resource.Has("mock"));
        if (endpoint is "" && sandbox is "" && !isMocked && LifecycleRules.IsDeployed(state))
        {
            api.Problems.Error(api.Place, $"{Subject(api)} has no endpoint", "Name the endpoint its requests go to: endpoint = \"pets\".");
        }

        var read = new ApiDefinition(
            name, Context(api), Version(api), api.Flag(DefaultVersion), state,
            endpoint ?? "", sandbox ?? "", api.OneOf(Security), ReadTransports(api), resources, api.Place)
        {
            Deprecated = DeprecationReader.Read(api, state),
            Cors = CorsReader.OfApi(api),
        };
        read = SoapApiReader.Read(read, api);
        read = SequenceFilesReader.Read(api, read, draft);
        draft.Apis.Add(read);
        draft.ApiPlaces.Add(read, new ApiPlaces(api.PlaceOf("endpoint"), api.PlaceOf("sandbox_endpoint"), api.PlaceOf("context")));
        return read;
    }

    public static void Write(ApiDefinition api, CanonicalToml toml)
    {
        toml.Header("api");
        toml.Text("name", api.Name);
        toml.Text("context", api.Context);
        toml.Text("version", api.Version);
        toml.Flag("default_version", api.DefaultVersion, DefaultVersion.ByDefault);
        toml.Word("lifecycle", State.Choices.Word(api.Lifecycle), State.Choices.Word(State.ByDefault));
        if (api.Endpoint.Length > 0)
        {
            toml.Text("endpoint", api.Endpoint);
        }

        if (api.SandboxEndpoint.Length > 0)
        {
            toml.Text("sandbox_endpoint", api.SandboxEndpoint);
        }

        SoapApiReader.Write(api, toml);
        if (api.Security != Security.ByDefault)
        {
            toml.Text("security", Security.Choices.Word(api.Security));
        }

        if (api.Transports != (Transports.Http | Transports.Https))
        {
            toml.Texts("transports", [api.Transports == Transports.Http ? "http" : "https"]);
        }

        DeprecationReader.Write(api.Deprecated, toml);
        CorsReader.Write(api.Cors, toml);
        SequenceFilesReader.Write(api, toml);
        foreach (var resource in api.Resources)
        {
            ResourceReader.Write(resource, toml);
        }
    }

    private static void CheckName(TableReader api, string name)
    {
        if (name.Length == 0 && !(api.Has("name") && api.TextOrNull("name") is null))
        {
            api.Problems.Error(api.PlaceOf("name"), "an [[api]] without a name", "Add a name, such as name = \"PetStore\".");
        }
        else if (name.Length > 128 || name.Any(char.IsControl) || name != name.Trim())
        {
            api.Problems.Error(api.PlaceOf("name"), "this cannot be the name of an API",
                "It has up to 128 characters, none of them a control character, and no blank at either end.");
        }
    }

    // Null: set to what cannot be a name, which has been reported.
    private static string? EndpointName(TableReader api, string key) => api.Has(key) ? api.TextOrNull(key) : "";

    private static string Context(TableReader api)
    {
        var context = api.TextOrNull("context");
        if (context is null)
        {
            if (!api.Has("context"))
            {
                api.Problems.Error(api.Place, $"{Subject(api)} has no context", "Add the path it answers under: context = \"/petstore\".");
            }

            return "";
        }

        if (ContextPath.Fault(context) is { } fault)
        {
            api.Problems.Error(api.PlaceOf("context"), $"\"{context}\" cannot be a context: {fault.What}", fault.Remedy);
        }

        return context;
    }

    private static string Version(TableReader api)
    {
        var version = api.TextOrNull("version");
        if (version is null)
        {
            if (!api.Has("version"))
            {
                api.Problems.Error(api.Place, $"{Subject(api)} has no version", "Add one: version = \"1.0.0\".");
            }

            return "";
        }

        if (!Names.IsName(version) || version is "." or "..")
        {
            api.Problems.Error(api.PlaceOf("version"), $"\"{version}\" cannot be a version: it is one part of the path", "Write 1 to 128 letters, digits, dots, underscores, colons or hyphens: \"1.0.0\".");
        }

        return version;
    }

    private static Transports ReadTransports(TableReader api)
    {
        if (!api.Has("transports"))
        {
            return Transports.Http | Transports.Https;
        }

        var all = Transports.None;
        foreach (var text in api.Texts("transports", "transports"))
        {
            switch (text.Text)
            {
                case "http":
                    all |= Transports.Http;
                    break;
                case "https":
                    all |= Transports.Https;
                    break;
                default:
                    api.Problems.Error(text.Place, $"'transports' in {api.What} cannot hold \"{text.Text}\"", "It may hold: \"http\", \"https\".");
                    break;
            }
        }

        if (api.Node.Find("transports") is Toml.ArrayNode { Items.Count: 0 })
        {
            api.Problems.Error(api.PlaceOf("transports"), $"'transports' in {api.What} is empty: nobody could call it", "Write [\"http\", \"https\"], or one of them.");
        }

        return all;
    }

    private static ImmutableArray<ResourceDefinition> Resources(TableReader api)
    {
        var resources = ImmutableArray.CreateBuilder<ResourceDefinition>();
        var taken = new Dictionary<(string, string, string, string), int>();
        foreach (var table in api.Tables("resource", "[[api.resource]]"))
        {
            var resource = ResourceReader.Read(table.Named($"a resource of {api.What}"));
            foreach (var method in resource.Methods)
            {
                var key = (resource.Path, method, resource.SoapAction, resource.SoapOperation);
                if (!taken.TryAdd(key, resource.Place.Line))
                {
                    api.Problems.Error(resource.Place, $"{method} {resource.Path} is defined twice in {api.What}", $"Remove one of them; the first is in line {taken[key]}.");
                }
            }

            resources.Add(resource);
        }

        return resources.ToImmutable();
    }

    private static string Subject(TableReader api) => api.What == "[[api]]" ? "an [[api]]" : api.What;
}
