using System.Collections.Immutable;
using System.Net;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[server]</c>, which WSO2 has too.</summary>
internal static class ServerReader
{
    private static readonly IntegerKey PortOffset = new("offset", 0, 0, 60_000, "added to the ports of both listeners");

    private static readonly TextKey Host = new(
        "hostname", "localhost", "what `${carbon.host}` stands for, and the host of the advertised addresses when the file defines none");

    private static readonly TextKey Address = new("bind", "0.0.0.0", "address of both listeners") { Form = "IP address" };

    private static readonly FlagKey DebugHeaders = new("debug_headers", false, "tell clients in `X-Gateway-*` headers how an answer came about");

    private static readonly DurationKey DrainDelay = new(
        "drain_delay", TimeSpan.FromSeconds(5), TimeSpan.Zero, Limits.Day, "how long a node that was told to stop goes on accepting")
    {
        Otherwise = """`"5s"`, embedded `"0s"`""",
    };

    private static readonly DurationKey DrainTimeout = new(
        "drain_timeout", TimeSpan.FromSeconds(30), TimeSpan.Zero, Limits.Day,
        "how long requests in flight may take after that, and a silo to leave the cluster");

    private static readonly TextKey ClientCa = new(
        "client_ca", "", "PEM file of the authorities whose certificates clients may show, see [below](#tls-wso2s); empty: the system's") { Form = "file" };

    /// <summary>Which environment the node serves.</summary>
    public static TextKey Environment { get; } = new(
        "environment", "", "name of the `[[apim.gateway.environment]]` that this node serves; empty: see [below](#environments-and-addresses)");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new(
        "[server]",
        [
            PortOffset, Environment, Host, Address, DebugHeaders, DrainDelay, DrainTimeout, ClientCa,
            Key.List("trusted_proxies", "networks",
                """networks (`"10.0.0.0/8"`) or addresses whose `X-Forwarded-*` and `X-Gateway-Key-Type` headers count"""),
            Key.Optional("certificate", "tables", "certificates of the HTTPS listener, see [`[[server.certificate]]`](#servercertificate)"),
        ],
        new RefusedKey("wso2_status", "Remove it: a suspended endpoint answers 503."));

    /// <summary>The port offset, which placeholders for ports need before anything else can be read.</summary>
    public static int Offset(TableReader server) => server.Integer(PortOffset);

    /// <summary>The host name that <c>${carbon.host}</c> and an environment without addresses go by.</summary>
    public static string HostName(TableReader server) => server.Text(Host);

    public static ServerSettings Read(TableReader server, ClusterMode mode, string baseDirectory)
    {
        Keys.CheckShared(server, Wso2Tables.KeysOfServer, "server");
        return new ServerSettings(
            Offset(server),
            Bind(server),
            server.Flag(DebugHeaders),
            server.Duration(DrainDelay, mode == ClusterMode.Embedded ? TimeSpan.Zero : null),
            server.Duration(DrainTimeout),
            Networks(server),
            [.. server.Tables("certificate", "[[server.certificate]]").Select(table => CertificateReader.Read(table, baseDirectory)).OfType<CertificateFiles>()])
        {
            ClientCa = server.Text(ClientCa) is { Length: > 0 } file ? Path.GetFullPath(file, baseDirectory) : "",
        };
    }

    private static IPAddress Bind(TableReader server)
    {
        var text = server.Text(Address);
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
