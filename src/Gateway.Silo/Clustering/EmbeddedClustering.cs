using System.Net;
using Gateway.Core.Configuration;

namespace Gateway.Silo.Clustering;

/// <summary>A cluster of one.</summary>
internal static class EmbeddedClustering
{
    /// <summary>Membership in memory, on loopback, without a gateway for clients: nobody else belongs to it.</summary>
    public static void UseOneSiloOnLoopback(this ISiloBuilder silo, ClusterSettings cluster) =>
        silo.UseLocalhostClustering(
            siloPort: cluster.SiloPort != 0 ? cluster.SiloPort : ListenPort.Of(IPAddress.Loopback, 0, "silo_port"),
            gatewayPort: 0, serviceId: GatewaySilo.ServiceId, clusterId: cluster.ClusterId);
}
