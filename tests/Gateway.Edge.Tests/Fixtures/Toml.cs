namespace Gateway.Edge.Tests.Fixtures;

/// <summary>Pieces of a deployment.toml, in the fewest words.</summary>
internal static class Toml
{
    /// <summary>A failure of this endpoint is forgotten at once.</summary>
    public const string NeverSuspended = """suspend = { initial = "0s" }""";

    public static string Endpoint(string name, string url, params string[] keys) =>
        $"[[endpoint]]\nname = \"{name}\"\nurl = \"{url}\"\n{string.Join('\n', keys)}\n\n";

    public static string Group(string name, string[] members, params string[] keys) =>
        $"[[endpoint]]\nname = \"{name}\"\ntype = \"load_balance\"\n"
        + $"members = [{string.Join(", ", members.Select(member => $"\"{member}\""))}]\n{string.Join('\n', keys)}\n\n";

    /// <summary>An API at <c>/name/1</c> with every resource and method, unless <paramref name="keys"/> say otherwise.</summary>
    public static string Api(string name, string endpoint, params string[] keys) =>
        $"[[api]]\nname = \"{name}\"\ncontext = \"/{name}\"\nversion = \"1\"\nendpoint = \"{endpoint}\"\n{string.Join('\n', keys)}\n\n";

    public static string Resource(string path, params string[] methods) =>
        $"[[api.resource]]\npath = \"{path}\"\nmethods = [{string.Join(", ", methods.Select(method => $"\"{method}\""))}]\n\n";
}
