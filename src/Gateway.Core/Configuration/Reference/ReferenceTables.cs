using System.Collections.Immutable;
using Gateway.Core.Configuration.Readers;

namespace Gateway.Core.Configuration.Reference;

/// <summary>Every table that is read, by the name that the reference calls it.</summary>
internal static class ReferenceTables
{
    public static ImmutableArray<KeySet> All { get; } =
    [
        ServerReader.Keys, CertificateReader.Keys, ClusterReader.Keys, ClusterTlsReader.Keys, ManagementReader.Keys,
        ListenerReader.Ports, TransportTlsReader.Keys, EnvironmentReader.ApimKeys, EnvironmentReader.GatewayKeys, EnvironmentReader.Keys, CorsReader.NodeKeys,
        .. EndpointReaders.All.Select(reader => reader.Keys).Distinct(),
        TimeoutReader.Keys, SuspensionReader.Keys, MarkReader.Keys, RetryReader.Keys, HealthReader.Keys,
        BackendSecurityReader.UserKeys, OAuth2Reader.Keys, BackendTlsReader.Keys,
        SessionReader.Keys, HashKeyReader.Keys, RouteReader.Keys, RouteReader.Conditions, ValueTestReader.Keys,
        ApiReader.Keys, DeprecationReader.Keys, CorsReader.ApiKeys, SequenceFilesReader.UseKeys, ResourceReader.Keys, MockReader.Keys,
    ];

    /// <summary>The table of a name; null: there is none.</summary>
    public static KeySet? Find(string name) => All.FirstOrDefault(keys => keys.Name == name);
}
