using System.Collections.Immutable;
using Gateway.Core.Mediation.Rules;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint.route]]</c>.</summary>
internal static class RouteReader
{
    private const string Form = "when = { method = \"POST\", header = { \"X-Tenant\" = \"gold\" } }";

    private const string Test = "text, list, or a test";

    /// <summary>The keys of a route.</summary>
    public static KeySet Keys { get; } = new("[[endpoint.route]]",
    [
        Key.Required("when", "table", "the conditions, see the next table: all must hold"),
        Key.Required("to", "name of an endpoint, or address",
            "where it leads. An address that is written out becomes a backend with a state in the cluster, named after the endpoint and a mark: `orders:1f3a5c2b`. One whose host or port holds a variable, `uri.var.*` or `query.param.*`, is computed"),
    ]);

    /// <summary>The keys of its conditions.</summary>
    public static KeySet Conditions { get; } = new("when",
    [
        Key.Optional("method", Test, "looks at the method"),
        Key.Optional("path", Test, "at what lies behind the API's context. As a text it is compared as a resource's path is: `\"/orders\"`, `\"/orders/*\"`, `\"/orders/{id}\"`"),
        Key.Optional("header", "table of tests", "at headers by name: `{ \"X-Tenant\" = \"gold\" }`; of several lines with one name their values joined by commas"),
        Key.Optional("query", "table of tests", "at parameters of the query by name, decoded; of several with one name the last"),
        Key.Optional("soap_action", Test, "at the header `SOAPAction`, or the parameter `action` of the media type"),
        Key.Optional("json", "table of tests",
            "at what JSON paths lead to, in messages of type JSON: `{ \"$.order.kind\" = \"bulk\" }`. Of several values one must pass"),
        Key.Optional("xpath", "table of tests", "at what XPath 1.0 expressions give, in messages of type XML: `{ \"//o:kind\" = \"bulk\" }`"),
    ]);

    /// <summary>Reads a route; null when it cannot be used, which has been reported.</summary>
    /// <param name="route">Its table.</param>
    /// <param name="namespaces">The prefixes of XPath expressions.</param>
    /// <param name="target">Reads where it leads.</param>
    public static RouteRule? Read(TableReader route, ImmutableArray<KeyValuePair<string, string>> namespaces, RouteTargetReader target)
    {
        Keys.Check(route);
        var to = target.Read(route);
        var when = ImmutableArray<RouteCondition>.Empty;
        if (route.Table("when", Form) is { } table)
        {
            Conditions.Check(table);
            when = [.. ReadConditions(table, namespaces).OrderBy(condition => condition.Source).ThenBy(condition => condition.Name, StringComparer.Ordinal)];
            if (!table.Node.Entries.Any())
            {
                route.Problems.Error(table.Place, $"{table.What} has no condition", $"Write {Form}. What no route takes goes to 'default'.");
            }
        }
        else if (!route.Has("when"))
        {
            route.Problems.Error(route.Place, $"{route.What} has no 'when'", $"Add one: {Form}. What no route takes goes to 'default'.");
        }

        return to is null || when.IsEmpty ? null : new RouteRule(when, to);
    }

    public static void Write(RouteRule rule, CanonicalToml toml)
    {
        toml.Header("endpoint.route");
        var when = new InlineToml();
        foreach (var (source, key) in Sources)
        {
            var conditions = rule.When.Where(condition => condition.Source == source).ToArray();
            if (conditions.Length > 0 && !IsNamed(source))
            {
                when.Raw(key, ValueTestReader.Text(conditions[0].Test));
            }
            else if (conditions.Length > 0)
            {
                var named = new InlineToml();
                foreach (var condition in conditions)
                {
                    named.Raw(InlineToml.Key(condition.Name), ValueTestReader.Text(condition.Test));
                }

                when.Raw(key, named.ToString());
            }
        }

        toml.Table("when", when);
        toml.Text("to", rule.To);
    }

    private static ImmutableArray<(RouteSource Source, string Key)> Sources { get; } =
    [
        (RouteSource.Method, "method"), (RouteSource.Path, "path"), (RouteSource.Header, "header"), (RouteSource.Query, "query"),
        (RouteSource.SoapAction, "soap_action"), (RouteSource.Json, "json"), (RouteSource.XPath, "xpath"),
    ];

    private static bool IsNamed(RouteSource source) => source is not (RouteSource.Method or RouteSource.Path or RouteSource.SoapAction);

    private static IEnumerable<RouteCondition> ReadConditions(TableReader when, ImmutableArray<KeyValuePair<string, string>> namespaces)
    {
        foreach (var (source, key) in Sources)
        {
            if (!IsNamed(source))
            {
                if (ValueTestReader.Read(when, key) is { } test && RouteConditionRules.Check(source, key, test, when, namespaces))
                {
                    yield return new RouteCondition(source, "", test);
                }

                continue;
            }

            if (when.Table(key, $"{key} = {{ \"{Example(source)}\" = \"…\" }}") is not { } named)
            {
                continue;
            }

            foreach (var (name, _) in named.Node.Entries)
            {
                if (ValueTestReader.Read(named, name) is { } test && RouteConditionRules.Check(source, name, test, named, namespaces))
                {
                    yield return new RouteCondition(source, name, test);
                }
            }
        }
    }

    private static string Example(RouteSource source) => source switch
    {
        RouteSource.Header => "X-Tenant",
        RouteSource.Query => "page",
        RouteSource.Json => "$.order.kind",
        _ => "//o:kind",
    };
}
