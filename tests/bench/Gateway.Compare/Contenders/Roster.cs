namespace Gateway.Compare.Contenders;

/// <summary>Who can take part.</summary>
internal static class Roster
{
    /// <summary>The contender that all others are measured by.</summary>
    public const string Measure = "yarp";

    public static IReadOnlyList<Contender> All { get; } =
    [
        new(Measure, null, PeerPrograms.StartYarpAsync),
        new("bare", null, PeerPrograms.StartBareAsync),
        new("nginx", "nginx", NginxProxy.StartAsync),
        new("haproxy", "haproxy", HAProxy.StartAsync),
        new("embedded-exact", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-exact", Turn.Exact)),
        new("embedded-lookahead", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-lookahead", Turn.FetchedAhead)),
        new("embedded-local", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-local", Turn.Local)),
        new("embedded-sequence", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-sequence", Turn.Mediated)),
        new("embedded-mock", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-mock", Turn.Mocked)),
        new("embedded-script", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-script", Turn.Scripted)),
        new("embedded-post", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-post", Turn.Posted)),
        new("embedded-json", null, ground => EmbeddedGateway.StartAsync(ground, "embedded-json", Turn.Routed)),
        new("cluster-exact", "redis-server", ground => ClusteredGateway.StartAsync(ground, "cluster-exact", Turn.Exact)),
        new("cluster-lookahead", "redis-server", ground => ClusteredGateway.StartAsync(ground, "cluster-lookahead", Turn.FetchedAhead)),
        new("cluster-local", "redis-server", ground => ClusteredGateway.StartAsync(ground, "cluster-local", Turn.Local)),
    ];

    /// <summary>The contenders of a comma-separated list, and the measure.</summary>
    public static IReadOnlyList<Contender> Select(string list, List<string> problems)
    {
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        problems.AddRange(names
            .Where(name => All.All(contender => contender.Name != name))
            .Select(name => $"no contender '{name}'; there are {string.Join(", ", All.Select(contender => contender.Name))}"));
        return [.. All.Where(contender => contender.Name == Measure || names.Contains(contender.Name))];
    }
}
