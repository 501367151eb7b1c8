using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Rules;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>dynamic</c>.</summary>
internal sealed class DynamicEndpointReader : IEndpointReader
{
    private const int MostRoutes = 1000;

    private static readonly TextKey Default = new(
        "default", "", "where goes what nothing was decided for; without one such a request is answered 404") { Form = "name of an endpoint" };

    private static readonly BytesKey BodyLimit = new(
        "body_limit", DynamicEndpoint.UsualBodyLimit, 1024, 16 * 1024 * 1024, "the most of a body that is read for a decision; a larger one is answered 413");

    public string Type => "dynamic";

    public Type Reads => typeof(DynamicEndpoint);

    public KeySet Keys { get; } = new("[[endpoint]] dynamic",
    [
        EndpointKeys.Name, EndpointKeys.Type, Default,
        Key.Optional("route", "tables", "the rules, in the order in which they are asked, up to 1000: see `[[endpoint.route]]`"),
        Key.Optional("script", "file", "JavaScript with a function `route(ctx)`, see below. A script or a route is required"),
        new Key("namespaces", "table of texts", "{}", "prefixes of XPath expressions: `{ o = \"urn:orders\" }`"),
        BodyLimit, .. AddressedSettingsReader.Keys,
    ]);

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        var endpoint = new DynamicEndpoint(name, AddressedSettingsReader.Read(table, out var hosts), hosts, table.Place)
        {
            Default = table.Text(Default),
            Script = RouteScriptReader.Read(table),
            Namespaces = ReadNamespaces(table),
            BodyLimit = table.Bytes(BodyLimit),
        };
        var places = new List<RoutePlace>();
        if (endpoint.Default.Length > 0)
        {
            places.Add(new RoutePlace(endpoint.Default, table.PlaceOf("default"), "goes by default to"));
        }

        draft.RoutePlaces.TryAdd(name, places);
        return endpoint with { Routes = ReadRoutes(endpoint, table, draft, places) };
    }

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var dynamic = (DynamicEndpoint)endpoint;
        toml.Word("default", dynamic.Default, "");
        if (dynamic.Script is { } script)
        {
            toml.Text("script", script.File.Path);
        }

        toml.Bytes("body_limit", dynamic.BodyLimit, BodyLimit.ByDefault);
        AddressedSettingsReader.Write(dynamic, toml);
        var namespaces = new InlineToml();
        foreach (var (prefix, space) in dynamic.Namespaces)
        {
            namespaces.Word(InlineToml.Key(prefix), space);
        }

        toml.Table("namespaces", namespaces);
        foreach (var route in dynamic.Routes)
        {
            RouteReader.Write(route, toml);
        }
    }

    private static ImmutableArray<RouteRule> ReadRoutes(DynamicEndpoint endpoint, TableReader table, CatalogDraft draft, List<RoutePlace> places)
    {
        var rules = ImmutableArray.CreateBuilder<RouteRule>();
        var target = new RouteTargetReader(endpoint, table, draft, places);
        foreach (var route in table.Tables("route", "[[endpoint.route]]"))
        {
            if (RouteReader.Read(route.Named($"a route of {table.What}"), endpoint.Namespaces, target) is { } rule)
            {
                rules.Add(rule);
            }
        }

        if (rules.Count > MostRoutes)
        {
            table.Problems.Error(table.PlaceOf("route"), $"{table.What} has {rules.Count} routes, but may have {MostRoutes}",
                "Divide them by their first condition, and let each route lead to a dynamic endpoint of its own.");
        }

        if (table.Node.Find("route") is null or Toml.ArrayNode { Items.Count: 0 } && !table.Has("script"))
        {
            table.Problems.Error(table.Place, $"{table.What} has nothing to choose by",
                "Add a [[endpoint.route]] with when and to, or a script: script = \"route.js\".");
        }

        return rules.ToImmutable();
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadNamespaces(TableReader table)
    {
        if (table.Table("namespaces", "namespaces = { o = \"urn:orders\" }") is not { } namespaces)
        {
            return [];
        }

        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (prefix, _) in namespaces.Node.Entries)
        {
            if (!IsPrefix(prefix))
            {
                table.Problems.Error(namespaces.KeyPlace(prefix), $"\"{prefix}\" in {namespaces.What} cannot be a prefix", "A prefix is a letter, then letters, digits, '-', '_' or '.'.");
            }
            else if (namespaces.TextOrNull(prefix) is { } space)
            {
                read[prefix] = space;
            }
        }

        return [.. read];
    }

    private static bool IsPrefix(string text) =>
        text.Length is > 0 and <= 64 && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && text is not ("xml" or "xmlns" or "fn");
}
