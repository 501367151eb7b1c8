using System.Net;
using System.Reflection;

namespace Gateway.Management;

/// <summary>Who a node is, for as long as its process lives.</summary>
/// <param name="Id">Its name in the cluster, the same after a restart.</param>
/// <param name="Kind"><c>edge</c>, <c>silo</c>, or <c>edge+silo</c> for an embedded one.</param>
/// <param name="Version">The product's version.</param>
public sealed record NodeIdentity(string Id, string Kind, string Version)
{
    /// <summary>
    /// Names a node by its machine and its management port: several may run on one machine, and each keeps its name when it is
    /// started again.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="management">Where its management listener is.</param>
    public static NodeIdentity Of(string kind, IPEndPoint management)
    {
        var version = typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return new NodeIdentity($"{Environment.MachineName.ToLowerInvariant()}-{management.Port}", kind, version.Split('+')[0]);
    }
}
