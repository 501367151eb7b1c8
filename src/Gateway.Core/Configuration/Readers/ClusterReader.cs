namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[cluster]</c>.</summary>
internal static class ClusterReader
{
    private const int LeastKey = 32;
    private const string TlsForm = "[cluster.tls] with cert, key and ca below it";

    private static readonly WordKey<ClusterMode> Mode = new(
        "mode", ClusterMode.Embedded, new([("embedded", ClusterMode.Embedded), ("redis", ClusterMode.Redis)]),
        """`"embedded"`: one process is a whole gateway. `"redis"`: edges and silos are processes of their own""");

    private static readonly TextKey Redis = new(
        "redis", "", """StackExchange.Redis connection string; required for `mode = "redis"`. Treated as a secret""");

    private static readonly TextKey Id = new("cluster_id", "gateway", "silos and edges with the same id form one cluster") { Form = "name" };

    private static readonly TextKey Host = new("advertised_host", "", "what other nodes reach this silo by; empty: the IPv4 address from which it reaches Redis, or the first of an interface where Redis' name leads nowhere yet");

    private static readonly IntegerKey SiloPort = new("silo_port", 0, 0, 65_535, "port between silos; 0: a free one");

    private static readonly IntegerKey GatewayPort = new("gateway_port", 0, 0, 65_535, "port from edges to silos; 0: a free one");

    private static readonly WordKey<FailureDetection> Preset = new(
        "failure_detection", FailureDetection.Fast, new([("fast", FailureDetection.Fast), ("default", FailureDetection.Default)]),
        """`"fast"`: a silo that was killed is noticed in 1 to 3 s. `"default"`: in 5 to 15 s""");

    private static readonly TextKey Directory = new(
        "data", "data",
        "directory for state, the development certificate and the key that an embedded gateway makes itself, and for the [last revision](revisions.md#what-is-kept) that a cluster gave an edge")
    {
        Form = "directory",
    };

    private static readonly TextKey Secret = new(
        "key", "", $$"""
        the cluster's secret, which signs sessions and seals tokens and the [catalog's secrets](revisions.md#secrets); the same on every edge and every silo, {{LeastKey}} characters or more: `"$env{GATEWAY_CLUSTER_KEY}"`. Empty: none, and secrets of the catalog are stored in clear; an embedded gateway then makes one. Treated as a secret
        """);

    private static readonly Key Tls = Key.Optional("tls", "table", "TLS between nodes, see [`[cluster.tls]`](#clustertls); only for `mode = \"redis\"`");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new(
        "[cluster]", [Mode, Redis, Id, Host, SiloPort, GatewayPort, Preset, Directory, Secret, Tls]);

    public static ClusterSettings Read(TableReader cluster, string baseDirectory)
    {
        Keys.Check(cluster);
        var mode = cluster.OneOf(Mode);
        var redis = cluster.Text(Redis);
        if (mode == ClusterMode.Redis && redis.Length == 0)
        {
            cluster.Problems.Error(cluster.PlaceOf("mode"), "mode = \"redis\" needs 'redis' in [cluster]", "Say where Redis is: redis = \"redis.internal:6379\".");
        }
        else if (mode == ClusterMode.Embedded && redis.Length > 0)
        {
            cluster.Problems.Warning(cluster.KeyPlace("redis"), "'redis' in [cluster] is not used: the mode is \"embedded\"",
                "Add mode = \"redis\" to meet other nodes there, or remove it.");
        }

        return new ClusterSettings(
            mode, redis, ClusterId(cluster), cluster.Text(Host),
            cluster.Integer(SiloPort), cluster.Integer(GatewayPort),
            cluster.OneOf(Preset), Data(cluster, baseDirectory))
        {
            Key = ReadKey(cluster),
            Tls = ReadTls(cluster, mode, baseDirectory),
        };
    }

    private static ClusterTls? ReadTls(TableReader cluster, ClusterMode mode, string baseDirectory)
    {
        if (cluster.Table(Tls.Name, TlsForm)?.Named("[cluster.tls]") is not { } table)
        {
            return null;
        }

        var tls = ClusterTlsReader.Read(table, baseDirectory);
        if (mode == ClusterMode.Redis)
        {
            return tls;
        }

        cluster.Problems.Warning(cluster.KeyPlace(Tls.Name), "[cluster.tls] is not used: the mode is \"embedded\", which has one node",
            "Add mode = \"redis\" to speak with other nodes, or remove it.");
        return null;
    }

    // An empty one counts as none: a variable that is set to nothing.
    private static string ReadKey(TableReader cluster)
    {
        var key = cluster.Text(Secret);
        if (key.Length is > 0 and < LeastKey)
        {
            cluster.Problems.Error(cluster.PlaceOf("key"), $"'key' in [cluster] is too short: it needs {LeastKey} characters",
                "Make one: openssl rand -base64 32. It must be the same on every edge.");
        }

        return key;
    }

    private static string ClusterId(TableReader cluster)
    {
        var id = cluster.Text(Id);
        if (!Names.IsName(id))
        {
            cluster.Problems.Error(cluster.PlaceOf("cluster_id"), $"'cluster_id' in [cluster] cannot be \"{id}\"", Names.Rule);
        }

        return id;
    }

    private static string Data(TableReader cluster, string baseDirectory)
    {
        var data = cluster.Text(Directory);
        if (data.Length == 0)
        {
            cluster.Problems.Error(cluster.PlaceOf("data"), "'data' in [cluster] is empty", "Name a directory that this node may write to: data = \"data\".");
            data = Directory.ByDefault;
        }

        return Path.GetFullPath(data, baseDirectory);
    }
}
