using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads WSO2's <c>[[apim.gateway.environment]]</c> and chooses the one that this node serves.</summary>
internal static class EnvironmentReader
{
    private static readonly Choices<EnvironmentType> Types = new(
        [("hybrid", EnvironmentType.Hybrid), ("production", EnvironmentType.Production), ("sandbox", EnvironmentType.Sandbox)]);

    private static readonly WordKey<EnvironmentType> Type = new("type", EnvironmentType.Hybrid, Types, "which endpoint of an API is served, as below");

    private static readonly TextKey Https = new("https_endpoint", "", "the advertised address over TLS, which comes first as the gateway's own")
    {
        Form = "address", Otherwise = "none; with neither of both, `[server] hostname` and the listeners' ports",
    };

    private static readonly TextKey Http = new("http_endpoint", "", "the advertised address without TLS") { Form = "address", Otherwise = "the same" };

    /// <summary>The keys of <c>[apim]</c>.</summary>
    public static KeySet ApimKeys { get; } = new("[apim]",
        [Key.Optional("gateway", "table", "see `[apim.gateway]`"), Key.Optional("cors", "table", "see [`[apim.cors]`](#apimcors-wso2s)")]);

    /// <summary>The keys of <c>[apim.gateway]</c>.</summary>
    public static KeySet GatewayKeys { get; } = new("[apim.gateway]",
        [Key.Optional("environment", "tables", "the environments, of which a node serves one")]);

    /// <summary>The keys of one environment.</summary>
    public static KeySet Keys { get; } = new("[[apim.gateway.environment]]", [Key.Required("name", "text", "its name, unique"), Type, Https, Http]);

    public static ServedEnvironment Read(TableReader root, TableReader server, ListenerSettings listeners)
    {
        var environments = All(root);
        if (Choose(environments, server) is not { } served)
        {
            return AtOwnPorts("Default", EnvironmentType.Hybrid, server, listeners);
        }

        var https = Address(served.Table, Https, "https");
        var http = Address(served.Table, Http, "http");
        return https.Length == 0 && http.Length == 0
            ? AtOwnPorts(served.Name, served.Type, server, listeners)
            : new ServedEnvironment(served.Name, served.Type, https, http);
    }

    private static ImmutableArray<Candidate> All(TableReader root)
    {
        if (root.Table("apim", "[apim]") is not { } apim)
        {
            return [];
        }

        ApimKeys.CheckShared(apim.Named("[apim]"), [], "apim");
        if (apim.Named("[apim]").Table("gateway", "[[apim.gateway.environment]]") is not { } gateway)
        {
            return [];
        }

        GatewayKeys.CheckShared(gateway.Named("[apim.gateway]"), [], "apim", "gateway.");
        var all = ImmutableArray.CreateBuilder<Candidate>();
        foreach (var table in gateway.Named("[apim.gateway]").Tables("environment", "[[apim.gateway.environment]]"))
        {
            Keys.CheckShared(table, Wso2Tables.KeysOfEnvironment, "apim", "gateway.environment.", known: "gateway.environment.*");
            var name = table.Text("name", "");
            if (name.Length == 0)
            {
                table.Problems.Error(table.PlaceOf("name"), "an [[apim.gateway.environment]] without a name", "Add a name, such as name = \"Default\".");
            }
            else if (all.FirstOrDefault(other => other.Name == name) is { Table: { } first })
            {
                table.Problems.Error(table.PlaceOf("name"), $"two environments are named '{name}'", $"Rename one of them; the first is in line {first.Place.Line}.");
            }

            all.Add(new Candidate(name, table.OneOf(Type), table));
        }

        return all.ToImmutable();
    }

    /// <summary>The one <c>[server] environment</c> names, else the only one, else the first production, hybrid or sandbox one.</summary>
    private static Candidate? Choose(ImmutableArray<Candidate> environments, TableReader server)
    {
        var wanted = server.Text(ServerReader.Environment);
        if (wanted.Length > 0)
        {
            var named = environments.FirstOrDefault(candidate => candidate.Name == wanted);
            if (named.Table is null)
            {
                server.Problems.Error(server.PlaceOf("environment"), $"[server] names the environment '{wanted}', which no [[apim.gateway.environment]] defines",
                    Nearest.Hint(wanted, environments.Select(candidate => candidate.Name), "Remove 'environment', or define one with that name."));
                return null;
            }

            return named;
        }

        if (environments.Length <= 1)
        {
            return environments.IsEmpty ? null : environments[0];
        }

        foreach (var type in (ReadOnlySpan<EnvironmentType>)[EnvironmentType.Production, EnvironmentType.Hybrid, EnvironmentType.Sandbox])
        {
            var first = environments.FirstOrDefault(candidate => candidate.Type == type);
            if (first.Table is null)
            {
                continue;
            }

            if (type != EnvironmentType.Production)
            {
                server.Problems.Warning(first.Table.Place,
                    $"none of {environments.Length} environments is of type production: this node serves the first {Types.Word(type)} one, '{first.Name}'",
                    $"Say which one to serve: environment = \"{first.Name}\" in [server].");
            }

            return first;
        }

        return null;
    }

    private static string Address(TableReader table, TextKey key, string scheme)
    {
        var text = table.Text(key).TrimEnd('/');
        if (text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == scheme && uri.Host.Length > 0 && uri.UserInfo.Length == 0))
        {
            return text;
        }

        table.Problems.Error(table.PlaceOf(key.Name), $"'{key.Name}' in {table.What} is not an absolute {scheme} address: \"{text}\"",
            $"Write it with scheme, host and port: \"{scheme}://gateway.example.com:{(scheme == "https" ? 8243 : 8280)}\".");
        return "";
    }

    private static ServedEnvironment AtOwnPorts(string name, EnvironmentType type, TableReader server, ListenerSettings listeners)
    {
        var host = ServerReader.HostName(server);
        return new ServedEnvironment(name, type, $"https://{host}:{listeners.HttpsPort}", $"http://{host}:{listeners.HttpPort}");
    }

    private readonly record struct Candidate(string Name, EnvironmentType Type, TableReader Table);
}
