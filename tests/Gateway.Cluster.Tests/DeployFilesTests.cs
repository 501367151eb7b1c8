using System.Text.RegularExpressions;
using Gateway.Core.Configuration;
using Gateway.Management.Configuration;
using Gateway.Testing;
using YamlDotNet.RepresentationModel;

namespace Gateway.Cluster.Tests;

/// <summary>What the files of <c>deploy</c> and the product have to agree on.</summary>
public sealed partial class DeployFilesTests
{
    // The product's own: drain_delay and drain_timeout of a cluster, and the 15 s that the host adds.
    private const int LongestStop = 5 + 30 + 15;

    private static readonly Dictionary<string, int> Management = new() { ["edge"] = 9480, ["silo"] = 9481 };

    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    [Theory]
    [InlineData("edge")]
    [InlineData("silo")]
    public void Pods_run_as_the_images_user_on_a_read_only_root_have_time_to_drain_and_are_asked_at_the_management_port(string kind)
    {
        var pod = At(Documents($"deploy/kubernetes/{kind}.yaml").Single(document => Text(document, "kind") == "Deployment"), "spec", "template", "spec");
        var container = (YamlMappingNode)((YamlSequenceNode)At(pod, "containers")).Single();

        Assert.True(int.Parse(Text(pod, "terminationGracePeriodSeconds")) > LongestStop);
        Assert.Equal(("true", User()), (Text(At(pod, "securityContext"), "runAsNonRoot"), Text(At(pod, "securityContext"), "runAsUser")));
        Assert.Equal(("true", "false"), (
            Text(At(container, "securityContext"), "readOnlyRootFilesystem"), Text(At(container, "securityContext"), "allowPrivilegeEscalation")));
        Assert.Equal(kind, ((YamlSequenceNode)At(container, "args")).Single().ToString());
        Assert.Contains(Management[kind], ((YamlSequenceNode)At(container, "ports")).Select(port => int.Parse(Text(port, "containerPort"))));
        Assert.All(
            Probes,
            probe => Assert.Equal(
                ["healthy", $"{Management[kind]}"],
                ((YamlSequenceNode)At(container, probe, "exec", "command")).Take(2).Select(word => word.ToString())));
        Assert.Equal(2, ((YamlSequenceNode)At(container, "readinessProbe", "exec", "command")).Count());
        Assert.Contains(Documents($"deploy/kubernetes/{kind}.yaml"), document => Text(document, "kind") == "PodDisruptionBudget");
    }

    [Fact]
    public void Variables_of_pods_refer_to_earlier_ones_only() => Assert.All(
        Management.Keys,
        kind =>
        {
            var known = new HashSet<string>();
            var pod = At(Documents($"deploy/kubernetes/{kind}.yaml").Single(document => Text(document, "kind") == "Deployment"), "spec", "template", "spec");
            foreach (var entry in (YamlSequenceNode)At(((YamlSequenceNode)At(pod, "containers")).Single(), "env"))
            {
                var value = ((YamlMappingNode)entry).Children.TryGetValue("value", out var node) ? node.ToString() : "";
                Assert.All(Reference().Matches(value), match => Assert.Contains(match.Groups[1].Value, known));
                known.Add(Text(entry, "name"));
            }
        });

    [Fact]
    public void Units_and_containers_wait_longer_than_a_node_drains()
    {
        foreach (var kind in Management.Keys)
        {
            var unit = File.ReadAllText(Of($"deploy/systemd/gateway-{kind}.service"));
            Assert.True(int.Parse(Seconds().Match(unit).Groups[1].Value) > LongestStop);
            var service = At(Documents("docker-compose.yml").Single(), "x-node");
            Assert.True(int.Parse(Text(service, "stop_grace_period").TrimEnd('s')) > LongestStop);
        }
    }

    [Fact]
    public async Task The_containers_configuration_checks_out_for_edges_and_silos()
    {
        foreach (var kind in new[] { NodeKind.Edge, NodeKind.Silo })
        {
            var read = await DeploymentFile.ReadAsync(
                Of("deploy/compose/deployment.toml"), kind,
                ["management.token=t", "management.read_token=r", $"cluster.key={new string('k', 64)}", "management.listen=0.0.0.0:9480"], strict: true);
            Assert.Empty(read.Problems);
            Assert.NotNull(read.Value);
        }
    }

    [Fact]
    public void Only_nodes_and_Redis_are_in_the_network_where_no_one_shows_credentials()
    {
        var file = Documents("docker-compose.yml").Single();
        var services = ((YamlMappingNode)At(file, "services")).Children.ToDictionary(service => service.Key.ToString(), service => Networks(service.Value));

        Assert.Equal(["edge", "redis", "silo"], services.Where(service => service.Value.Contains("cluster")).Select(service => service.Key).Order());
        Assert.Equal(["cluster"], services["redis"]);
        Assert.DoesNotContain(services, service => service.Value.Length == 0);
        Assert.Equal("true", Text(At(file, "networks", "cluster"), "internal"));
    }

    // A service's, else those of what it is made of; none: the engine's default, which every service could be in.
    private static string[] Networks(YamlNode service)
    {
        var keys = ((YamlMappingNode)service).Children;
        return keys.TryGetValue("networks", out var networks) ? [.. ((YamlSequenceNode)networks).Select(network => network.ToString())]
            : keys.TryGetValue("network_mode", out var mode) ? [mode.ToString()]
            : keys.TryGetValue("<<", out var model) ? Networks(model)
            : [];
    }

    private static string User() => Regex.Match(File.ReadAllText(Of("Dockerfile")), "^USER ([0-9]+):", RegexOptions.Multiline).Groups[1].Value;

    private static string Of(string path) => Path.Combine(Repository.Root, path);

    private static YamlNode[] Documents(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Of(path));
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, key) => ((YamlMappingNode)at).Children[key]);

    private static string Text(YamlNode node, string key) => At(node, key).ToString();

    [GeneratedRegex("^TimeoutStopSec=([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Reference();
}
