using System.Net;

namespace Gateway.Core.Configuration.Checks;

/// <summary>What a node's tables must hold together.</summary>
internal static class NodeChecks
{
    public static void Check(NodeSettings node, NodeKind kind, TableReader root, ProblemList problems)
    {
        if (kind == NodeKind.Edge && node.Cluster.Mode == ClusterMode.Redis && node.Server.Certificates.IsEmpty)
        {
            var place = root.Node.TryFind(["cluster", "mode"], out var mode) ? mode.Place : root.Place;
            problems.Error(place, "the HTTPS listener has no certificate, which mode = \"redis\" needs",
                "Add a [[server.certificate]] with cert and key. Only the embedded mode makes a certificate of its own, for development.");
        }

        if (kind == NodeKind.Edge && node.Cluster.Mode == ClusterMode.Redis && node.Management.Dashboard
            && root.Node.TryFind(["management", "dashboard"], out var dashboard))
        {
            problems.Warning(dashboard.Place, "'dashboard' in [management] changes nothing on an edge without a silo: /dashboard is on the silos' management listeners",
                "Leave it to the silos' files, unless silos read this one too.");
        }

        CheckPorts(node, kind, root, problems);
    }

    private static void CheckPorts(NodeSettings node, NodeKind kind, TableReader root, ProblemList problems)
    {
        var opened = new List<Opened>();
        if (kind == NodeKind.Edge)
        {
            opened.Add(new Opened("the HTTP listener", node.Server.Bind, node.Listeners.HttpPort, ["transport"]));
            opened.Add(new Opened("the HTTPS listener", node.Server.Bind, node.Listeners.HttpsPort, ["transport"]));
        }

        opened.Add(new Opened("the management listener", node.Management.Listen.Address, node.Management.Listen.Port, ["management", "listen"]));
        if (kind == NodeKind.Silo || node.Cluster.Mode == ClusterMode.Embedded)
        {
            opened.Add(new Opened("'silo_port'", IPAddress.Any, node.Cluster.SiloPort, ["cluster", "silo_port"]));
        }

        if (kind == NodeKind.Silo)
        {
            opened.Add(new Opened("'gateway_port'", IPAddress.Any, node.Cluster.GatewayPort, ["cluster", "gateway_port"]));
        }

        for (var i = 0; i < opened.Count; i++)
        {
            var clash = opened.Take(i).FirstOrDefault(other => other.Port == opened[i].Port && other.Port != 0 && Overlap(other.Address, opened[i].Address));
            if (clash is not null)
            {
                problems.Error(PlaceOf(opened[i], clash, root), $"{clash.Name} and {opened[i].Name} both want port {clash.Port}",
                    "Give one of them another port. The offset moves the HTTP and the HTTPS listener, nothing else.");
            }
        }
    }

    private static bool Overlap(IPAddress a, IPAddress b) => a.Equals(b) || IsAny(a) || IsAny(b);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static SourcePlace PlaceOf(Opened second, Opened first, TableReader root)
    {
        foreach (string[] path in (string[][])[second.Key, first.Key, ["server", "offset"]])
        {
            if (root.Node.TryFind(path, out var node))
            {
                return node.Place;
            }
        }

        return root.Place;
    }

    private sealed record Opened(string Name, IPAddress Address, int Port, string[] Key);
}
