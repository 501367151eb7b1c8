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
        var api = Assert.Single(catalog.Apis);
        Assert.Equal((Lifecycle.Published, ApiSecurity.None, Transports.Http | Transports.Https), (api.Lifecycle, api.Security, api.Transports));
        Assert.Equal((false, "", 0), (api.DefaultVersion, api.SandboxEndpoint, api.Resources.Length));
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_have_WSO2s_units(string text, int milliseconds) =>
        Assert.Equal(milliseconds, Reading.Good($"[server]\ndrain_timeout = \"{text}\"\n").Node.Server.DrainTimeout.TotalMilliseconds);
}
