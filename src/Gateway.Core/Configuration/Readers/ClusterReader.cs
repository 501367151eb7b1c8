namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[cluster]</c>.</summary>
internal static class ClusterReader
{
    private const int LeastKey = 32;

    private static readonly KeySet Keys = new(
        ["mode", "redis", "cluster_id", "advertised_host", "silo_port", "gateway_port", "failure_detection", "data", "key"],
        ("tls", "Remove it, and keep the traffic between nodes on a network of their own."));

    private static readonly Choices<ClusterMode> Modes = new([("embedded", ClusterMode.Embedded), ("redis", ClusterMode.Redis)]);

    private static readonly Choices<FailureDetection> Presets = new([("fast", FailureDetection.Fast), ("default", FailureDetection.Default)]);

    public static ClusterSettings Read(TableReader cluster, string baseDirectory)
    {
        Keys.Check(cluster);
        var mode = cluster.OneOf("mode", ClusterMode.Embedded, Modes);
        var redis = cluster.Text("redis", "");
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
            mode, redis, ClusterId(cluster), cluster.Text("advertised_host", ""),
            cluster.Integer("silo_port", 0, 0, 65_535), cluster.Integer("gateway_port", 0, 0, 65_535),
            cluster.OneOf("failure_detection", FailureDetection.Fast, Presets), Data(cluster, baseDirectory))
        {
            Key = Key(cluster),
        };
    }

    // An empty one counts as none: a variable that is set to nothing.
    private static string Key(TableReader cluster)
    {
        var key = cluster.Text("key", "");
        if (key.Length is > 0 and < LeastKey)
        {
            cluster.Problems.Error(cluster.PlaceOf("key"), $"'key' in [cluster] is too short: it needs {LeastKey} characters",
                "Make one: openssl rand -base64 32. It must be the same on every edge.");
        }

        return key;
    }

    private static string ClusterId(TableReader cluster)
    {
        var id = cluster.Text("cluster_id", "gateway");
        if (!Names.IsName(id))
        {
            cluster.Problems.Error(cluster.PlaceOf("cluster_id"), $"'cluster_id' in [cluster] cannot be \"{id}\"", Names.Rule);
        }

        return id;
    }

    private static string Data(TableReader cluster, string baseDirectory)
    {
        var data = cluster.Text("data", "data");
        if (data.Length == 0)
        {
            cluster.Problems.Error(cluster.PlaceOf("data"), "'data' in [cluster] is empty", "Name a directory that this node may write to: data = \"data\".");
            data = "data";
        }

        return Path.GetFullPath(data, baseDirectory);
    }
}
