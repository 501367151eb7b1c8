using System.Net;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Configuration;

public sealed class DefaultsTests
{
    [Fact]
    public void An_empty_file_is_a_gateway_of_its_own_without_APIs()
    {
        var (node, catalog) = Reading.Good("");

        Assert.Equal((0, IPAddress.Any, false), (node.Server.Offset, node.Server.Bind, node.Server.DebugHeaders));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(30)), (node.Server.DrainDelay, node.Server.DrainTimeout));
        Assert.Equal(new ClusterSettings(ClusterMode.Embedded, "", "gateway", "", 0, 0, FailureDetection.Fast, "/base/data"), node.Cluster);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9480), node.Management.Listen);
        Assert.Equal(new ServedEnvironment("Default", EnvironmentType.Hybrid, "https://localhost:8243", "http://localhost:8280"), node.Environment);
        Assert.Equal((0, 0, ""), (catalog.Endpoints.Count, catalog.Apis.Length, catalog.Bundle.Text));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", catalog.Bundle.Hash);
    }

    [Fact]
    public void A_silo_manages_itself_at_a_port_of_its_own_and_drains_more_slowly_in_a_cluster()
    {
        var node = Reading.Good("[cluster]\nmode = \"redis\"\nredis = \"r:6379\"\n", NodeKind.Silo).Node;

        Assert.Equal(9481, node.Management.Listen.Port);
        Assert.Equal(TimeSpan.FromSeconds(5), node.Server.DrainDelay);
    }

    [Fact]
    public void An_endpoint_needs_no_more_than_name_and_url()
    {
        var endpoint = Assert.IsType<HttpEndpoint>(Reading.Good("[[endpoint]]\nname = \"a\"\nurl = \"http://a/v1\"\n").Catalog.Endpoints["a"]);

        Assert.Equal(
            new BackendSettings(true, 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), SuspensionPolicy.Default, BackendProtocol.Http11), endpoint.Settings);
    }

    [Theory]
    [InlineData("http://a/v1", true)]
    [InlineData("http://a/v1{?query.param.q}", true)]
    [InlineData("http://a/{uri.var.petId}", false)]
    public void The_rest_of_the_path_is_appended_unless_the_template_takes_it_apart(string url, bool appended) =>
        Assert.Equal(appended, ((HttpEndpoint)Reading.Good($"[[endpoint]]\nname = \"a\"\nurl = \"{url}\"\n").Catalog.Endpoints["a"]).Settings.AppendPath);

    [Fact]
    public void A_group_and_an_API_need_little_more()
    {
        var catalog = Reading.Good(
            """
            [[endpoint]]
            name = "g"
            type = "load_balance"
            members = [{ name = "a", url = "http://a" }]
            [[api]]
            name = "A"
            context = "/a"
            version = "1"
            endpoint = "g"
            """).Catalog;

        var group = (LoadBalanceEndpoint)catalog.Endpoints["g"];
        Assert.Equal((1, CursorScope.Cluster, null), (group.Weight, group.Cursor, group.Lookahead));
        Assert.Equal((BalanceAlgorithm.RoundRobin, null, GroupSettings.OfLoadBalance), (group.Algorithm, group.HashKey, group.Settings));
        var api = Assert.Single(catalog.Apis);
        Assert.Equal((Lifecycle.Published, ApiSecurity.None, Transports.Http | Transports.Https), (api.Lifecycle, api.Security, api.Transports));
        Assert.Equal((false, "", 0), (api.DefaultVersion, api.SandboxEndpoint, api.Resources.Length));
    }

    [Fact]
    public void A_failover_group_sends_everything_on_and_goes_back_to_its_first_member()
    {
        var group = (FailoverEndpoint)Reading.Good(
            "[[endpoint]]\nname = \"f\"\ntype = \"failover\"\nmembers = [{ name = \"a\", url = \"http://a\" }]\n").Catalog.Endpoints["f"];

        Assert.Equal((1, FailoverOrder.Rotate, true), (group.Weight, group.Order, group.ReturnToPrimary));
        Assert.Equal(GroupSettings.OfFailover, group.Settings);
        Assert.Equal((Delivery.AtLeastOnce, 16L << 20), (group.Settings.Delivery, group.Settings.ReplayLimit));
    }

    [Fact]
    public void A_check_is_a_GET_of_a_path_every_five_seconds()
    {
        var leaf = (LeafEndpoint)Reading.Good("[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\nhealth.path = \"/up\"\n").Catalog.Endpoints["a"];

        var check = leaf.Settings.Health!;
        Assert.Equal((HealthCheckKind.Http, "/up", 2, 3), (check.Kind, check.Path, check.Rise, check.Fall));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)), (check.Interval, check.Timeout));
        Assert.Equal(new StatusRange(200, 200), Assert.Single(check.Expect));
    }

    [Fact]
    public void A_WSDL_is_looked_for_where_its_service_is() => Assert.Equal("/services/pets?wsdl",
        ((LeafEndpoint)Reading.Good("[[endpoint]]\nname = \"a\"\nurl = \"http://a/services/pets?x=1\"\nhealth.type = \"wsdl\"\n").Catalog.Endpoints["a"])
            .Settings.Health!.Path);

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_have_WSO2s_units(string text, int milliseconds) =>
        Assert.Equal(milliseconds, Reading.Good($"[server]\ndrain_timeout = \"{text}\"\n").Node.Server.DrainTimeout.TotalMilliseconds);
}
