using System.Net;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[management]</c>.</summary>
internal static class ManagementReader
{
    private const int EdgePort = 9480;
    private const int SiloPort = 9481;

    private static readonly TextKey Token = new("token", "", "the operator's token; empty: none. Treated as a secret");

    private static readonly TextKey ReadToken = new("read_token", "", "a token that may look, not touch; empty: none. Treated as a secret");

    private static readonly FlagKey Dashboard = new("dashboard", false,
        "whether Orleans' dashboard is at `/dashboard`: [what it shows and costs](operating.md#orleans-dashboard). For silos, and an edge that hosts its own; the same on every silo");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("[management]",
    [
        new Key("listen", "IP address and port", "", "where it listens. On any other address than loopback, `token` is required")
        {
            Otherwise = $"`\"{Usual(NodeKind.Edge)}\"`, silo `\"{Usual(NodeKind.Silo)}\"`",
        },
        Token, ReadToken,
        Key.List("hosts", "host names", "names that requests may ask for, besides loopback's and `listen`"),
        Dashboard,
    ]);

    public static ManagementSettings Read(TableReader management, NodeKind kind)
    {
        Keys.Check(management);
        var listen = Listen(management, kind);
        var token = management.Text(Token);
        if (!IPAddress.IsLoopback(listen.Address) && token.Length == 0)
        {
            management.Problems.Error(management.PlaceOf("listen"), $"the management listener on {listen} needs a token: others than this machine can reach it",
                "Set token = \"$env{GATEWAY_TOKEN}\" in [management], or listen on 127.0.0.1.");
        }

        return new ManagementSettings(
            listen, token, management.Text(ReadToken), [.. management.Texts("hosts", "host names").Select(host => host.Text)])
        {
            Dashboard = management.Flag(Dashboard),
        };
    }

    private static IPEndPoint Usual(NodeKind kind) => new(IPAddress.Loopback, kind == NodeKind.Edge ? EdgePort : SiloPort);

    private static IPEndPoint Listen(TableReader management, NodeKind kind)
    {
        var byDefault = Usual(kind);
        var text = management.Text("listen", byDefault.ToString());
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        if (host == "localhost")
        {
            host = "127.0.0.1";
        }

        // Without brackets the last group of an IPv6 address would pass for a port.
        var bare = host is ['[', .., ']'] ? host[1..^1] : host.Contains(':', StringComparison.Ordinal) ? "" : host;
        if (IPAddress.TryParse(bare, out var address) && ushort.TryParse(text.AsSpan(colon + 1), out var port))
        {
            return new IPEndPoint(address, port);
        }

        management.Problems.Error(management.PlaceOf("listen"), $"'listen' in [management] is not an address and a port: \"{text}\"",
            "Write an IP address, a colon and a port: listen = \"127.0.0.1:9480\" or \"[::1]:9480\".");
        return byDefault;
    }
}
