using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>Certificates for nodes: who makes them, and whom a node that gets one accepts.</summary>
internal sealed record NodeAuthority(TestAuthority Maker, params TestAuthority[] Accepted)
{
    /// <summary>The table of a node's file that names them.</summary>
    public string Table { get; } = "[cluster.tls]\ncert = \"node.pem\"\nkey = \"node.key\"\nca = \"ca.pem\"\n";

    /// <summary>Writes a node's three files.</summary>
    public void WriteTo(string folder, string name)
    {
        using var certificate = Maker.Issue(name, [], isForBoth: true);
        TestAuthority.Write(folder, "node", certificate);
        WriteAcceptedTo(folder);
    }

    /// <summary>Writes the file of those whose certificates are accepted.</summary>
    public void WriteAcceptedTo(string folder) =>
        File.WriteAllText(Path.Combine(folder, "ca.pem"), string.Join('\n', Accepted.Select(authority => authority.Pem)));
}
