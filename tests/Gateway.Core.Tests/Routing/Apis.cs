using Gateway.Core.Configuration;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>Short forms of APIs: resources are written <c>GET,POST /path</c>.</summary>
internal static class Apis
{
    public static ApiDefinition Api(string context, params string[] resources) => Versioned(context, "1.0.0", false, resources);

    public static ApiDefinition Versioned(string context, string version, bool defaultVersion, params string[] resources) =>
        new($"{context} {version}", context, version, defaultVersion, Lifecycle.Published, "e", "", ApiSecurity.None,
            Transports.Http | Transports.Https, [.. resources.Select(Resource)], Place);

    public static RouteTable Table(params ApiDefinition[] apis) => RouteTable.Build([.. apis]);

    /// <summary>What a request for <paramref name="target"/> (path and query) meets.</summary>
    public static RouteMatch Ask(this RouteTable table, string method, string target)
    {
        var (path, query) = Split(target);
        return table.Match(path, query, method);
    }

    /// <summary>The variables that the chosen resource reads.</summary>
    public static RequestVariables Variables(this RouteTable table, string method, string target)
    {
        var match = table.Ask(method, target);
        var (path, query) = Split(target);
        var variables = new RequestVariables();
        match.Resource!.ReadVariables(path.AsSpan(match.PostfixStart), query, variables);
        return variables;
    }

    public static (string Path, string Query) Split(string target) =>
        target.IndexOf('?') is >= 0 and var at ? (target[..at], target[at..]) : (target, "");

    private static SourcePlace Place => new("deployment.toml", 1, 1);

    private static ResourceDefinition Resource(string text)
    {
        var blank = text.IndexOf(' ');
        return new ResourceDefinition(text[(blank + 1)..], [.. text[..blank].Split(',')], Place);
    }
}
