using System.Collections.Immutable;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>What must hold of a condition of a route, beyond its form.</summary>
internal static class RouteConditionRules
{
    private const int LongestParameter = 128;

    /// <summary>Reports what is wrong with a condition.</summary>
    /// <param name="source">What it looks at.</param>
    /// <param name="name">The key under which its test stands.</param>
    /// <param name="test">Its test.</param>
    /// <param name="table">The table that the key is in.</param>
    /// <param name="namespaces">The prefixes of XPath expressions.</param>
    /// <returns>Whether it can be used.</returns>
    public static bool Check(
        RouteSource source, string name, ValueTest test, TableReader table, ImmutableArray<KeyValuePair<string, string>> namespaces) => source switch
    {
        RouteSource.Method => test.Texts.All(text => IsMethod(text, test.Kind, table)),
        RouteSource.Path => test.Texts.All(text => IsPath(text, test.Kind, table)),
        RouteSource.Header when !HttpToken.IsName(name) =>
            Refuse(table, name, $"\"{name}\" cannot be the name of a header", $"A header's name has {HttpToken.Rule}."),
        RouteSource.Query when name.Length is 0 or > LongestParameter =>
            Refuse(table, name, $"\"{name}\" cannot be the name of a parameter", $"It has 1 to {LongestParameter} characters."),
        RouteSource.Json => JsonPath.Compile(name, table.KeyPlace(name), table.Problems) is not null,
        RouteSource.XPath => IsXPath(name, table, namespaces),
        _ => true,
    };

    private static bool IsMethod(string text, ValueTestKind kind, TableReader table) =>
        kind != ValueTestKind.Equals || (HttpToken.IsName(text) && !text.Any(char.IsAsciiLetterLower))
        || Refuse(table, "method", $"\"{text}\" in 'method' of {table.What} is not a method", $"Write it as HTTP does: \"{text.ToUpperInvariant()}\".");

    private static bool IsPath(string text, ValueTestKind kind, TableReader table)
    {
        switch (kind)
        {
            case ValueTestKind.Prefix when !text.StartsWith('/'):
                return Refuse(table, "path", $"'prefix' in 'path' of {table.What} must begin with '/'", "It is compared with what lies behind the API's context: { prefix = \"/bulk/\" }.");
            case ValueTestKind.Equals when !ResourcePattern.TryParse(text, out _, out var error, out _):
                return Refuse(table, "path", $"\"{text}\" in 'path' of {table.What} cannot be a path: {error}",
                    "It is compared with what lies behind the API's context: \"/orders\", \"/orders/*\", \"/orders/{id}\".");
            default:
                return true;
        }
    }

    private static bool IsXPath(string text, TableReader table, ImmutableArray<KeyValuePair<string, string>> namespaces)
    {
        if (text.Contains('$', StringComparison.Ordinal) || text.Contains("get-property", StringComparison.Ordinal))
        {
            return Refuse(table, text, $"the XPath \"{text}\" asks for a variable or property of a sequence, which a route has not",
                "It begins at the message: \"//o:kind\", \"/s:Envelope/s:Body/o:order/@kind\".");
        }

        return XPathQuery.TryCompile(text, namespaces, out _, out var error)
            || Refuse(table, text, $"the XPath \"{text}\" cannot be used: {error}",
                "It is XPath 1.0. Prefixes are declared at the endpoint: namespaces = { o = \"urn:orders\" }.");
    }

    private static bool Refuse(TableReader table, string key, string message, string hint)
    {
        table.Problems.Error(table.KeyPlace(key), message, hint);
        return false;
    }
}
