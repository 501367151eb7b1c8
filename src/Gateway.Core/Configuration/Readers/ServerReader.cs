using System.Collections.Immutable;
using System.Net;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[server]</c>, which WSO2 has too.</summary>
internal static class ServerReader
{
    private static readonly KeySet Keys = new(
        ["offset", "environment", "bind", "debug_headers", "drain_delay", "drain_timeout", "trusted_proxies", "certificate", "hostname", "client_ca"],
        ("wso2_status", "Remove it: a suspended endpoint answers 503."));

    /// <summary>The port offset, which placeholders for ports need before anything else can be read.</summary>
    public static int Offset(TableReader server) => server.Integer("offset", 0, 0, 60_000);

    /// <summary>The host name that <c>${carbon.host}</c> and an environment without addresses go by.</summary>
    public static string HostName(TableReader server) => server.Text("hostname", "localhost");

    public static ServerSettings Read(TableReader server, ClusterMode mode, string baseDirectory)
    {
        Keys.CheckShared(server, Wso2Tables.KeysOfServer, "server");
        var day = TimeSpan.FromDays(1);
        return new ServerSettings(
            Offset(server),
            Bind(server),
            server.Flag("debug_headers", false),
            server.Duration("drain_delay", mode == ClusterMode.Embedded ? TimeSpan.Zero : TimeSpan.FromSeconds(5), TimeSpan.Zero, day),
            server.Duration("drain_timeout", TimeSpan.FromSeconds(30), TimeSpan.Zero, day),
            Networks(server),
            [.. server.Tables("certificate", "[[server.certificate]]").Select(table => CertificateReader.Read(table, baseDirectory)).OfType<CertificateFiles>()])
        {
            ClientCa = server.Text("client_ca", "") is { Length: > 0 } file ? Path.GetFullPath(file, baseDirectory) : "",
        };
    }

    private static IPAddress Bind(TableReader server)
    {
        var text = server.Text("bind", "0.0.0.0");
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        server.Problems.Error(server.PlaceOf("bind"), $"'bind' in [server] is not an IP address: \"{text}\"",
            "Write an address of this machine, \"127.0.0.1\" for loopback, or \"0.0.0.0\" for every one.");
        return IPAddress.Any;
    }

    private static ImmutableArray<IPNetwork> Networks(TableReader server)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in server.Texts("trusted_proxies", "networks"))
        {
            if (IPNetwork.TryParse(text.Text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text.Text, out var single))
            {
                networks.Add(new IPNetwork(single, single.GetAddressBytes().Length * 8));
            }
            else
            {
                server.Problems.Error(text.Place, $"\"{text.Text}\" in 'trusted_proxies' is not a network", "Write it as \"10.0.0.0/8\" or \"fd00::/8\".");
            }
        }

        return networks.ToImmutable();
    }
}
