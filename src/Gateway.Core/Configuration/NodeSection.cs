using System.Collections.Frozen;
using Gateway.Core.Configuration.Checks;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>A node's own part of a file. Read before the catalog: placeholders for ports stand on it.</summary>
internal static class NodeSection
{
    private const int ManagementConsole = 9443;

    public static NodeSettings Read(TableNode root, Reading reading, DeploymentSource source)
    {
        var file = new TableReader(reading, root, "the file", Scope.Node);
        RootKeys.Check(file);
        var serverTable = Section(file, "server");
        var offset = ServerReader.Offset(serverTable);
        var listeners = ListenerReader.Read(reading, root, offset);
        Define(reading.Placeholders, root, serverTable, listeners, offset, source);

        var cluster = ClusterReader.Read(Section(file, "cluster"), source.BaseDirectory);
        var server = ServerReader.Read(serverTable, cluster.Mode, source.BaseDirectory);
        var management = ManagementReader.Read(Section(file, "management"), source.Kind);
        var node = new NodeSettings(server, cluster, management, listeners, EnvironmentReader.Read(file, serverTable, listeners))
        {
            Tls = TransportTlsReader.Read(reading, root),
            Credentials = new CredentialSource(source.Environment, Secrets(root)),
            Cors = CorsReader.OfNode(file),
        };
        NodeChecks.Check(node, source.Kind, file, reading.Problems);
        return node;
    }

    // Those in square brackets are plain text; what WSO2's cipher tool has encrypted cannot be read.
    private static FrozenDictionary<string, string> Secrets(TableNode root) =>
        root.TryGet("secrets", out var entry) && entry.Value is TableNode table
            ? table.Entries.Select(pair => (pair.Key, (pair.Value.Value as ScalarNode)?.Text))
                .Where(pair => pair.Text is ['[', .., ']'])
                .ToFrozenDictionary(pair => pair.Key, pair => pair.Text![1..^1], StringComparer.Ordinal)
            : FrozenDictionary<string, string>.Empty;

    /// <summary>Defines the run-time properties that WSO2 makes from its configuration.</summary>
    private static void Define(
        Placeholders placeholders, TableNode root, TableReader server, ListenerSettings listeners, int offset, DeploymentSource source)
    {
        placeholders.Define("http.nio.port", listeners.HttpPort.ToString());
        placeholders.Define("https.nio.port", listeners.HttpsPort.ToString());
        placeholders.Define("mgt.transport.https.port", (ManagementConsole + offset).ToString());
        placeholders.Define("carbon.management.port", (ManagementConsole + offset).ToString());
        placeholders.Define("carbon.protocol", "https");
        placeholders.Define("carbon.host", ServerReader.HostName(server));
        placeholders.Define("carbon.home", source.BaseDirectory);
        foreach (var key in (string[])["username", "password"])
        {
            if (root.TryFind(["super_admin", key], out var value) && value is ScalarNode { Kind: ScalarKind.Text } text
                && !text.Text.Contains('$', StringComparison.Ordinal))
            {
                placeholders.Define($"admin.{key}", text.Text);
            }
        }
    }

    private static TableReader Section(TableReader file, string name) =>
        (file.Table(name, $"[{name}]") ?? new TableReader(file.Reading, new TableNode(file.Place, TableForm.Implied), "", Scope.Node)).Named($"[{name}]");
}
