using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

public sealed class OverrideTests
{
    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        var node = Reading.Good(
            "[server]\noffset = 1\ndrain_timeout = \"1s\"\nbind = \"127.0.0.1\"\n",
            environment: new() { ["GATEWAY_SET_SERVER__OFFSET"] = "2", ["GATEWAY_SET_SERVER__DRAIN_TIMEOUT"] = "2s" },
            set: ["server.offset=3", "server.offset=4"]).Node;

        Assert.Equal(4, node.Server.Offset);
        Assert.Equal(TimeSpan.FromSeconds(2), node.Server.DrainTimeout);
        Assert.Equal("127.0.0.1", node.Server.Bind.ToString());
    }

    [Theory]
    [InlineData("management.token=abc", "abc")]
    [InlineData("management.token=\"abc\"", "abc")]
    [InlineData("management.token=12345", "12345")]
    [InlineData("management.token=true", "true")]
    [InlineData("management.token=1979-05-27", "1979-05-27")]
    [InlineData("management.token=a=b", "a=b")]
    [InlineData("management.token=1\nread_token = 2", "1\nread_token = 2")]
    [InlineData("management.token=", "")]
    [InlineData("management.token=$env{TOKEN}", "from the environment")]
    [InlineData("\"management\".token=x", "x")]
    public void A_value_is_TOML_if_it_parses_and_else_a_text(string option, string token) =>
        Assert.Equal(token, Reading.Good("", environment: new() { ["TOKEN"] = "from the environment" }, set: [option]).Node.Management.Token);

    [Fact]
    public void Lists_and_tables_can_be_set_whole()
    {
        var server = Reading.Good(
            "", set: ["server.certificate=[{ cert = \"a.pem\", key = \"a.key\" }]", "server.trusted_proxies=[\"10.0.0.0/8\"]", "transport.http.listener.port=0"]).Node;

        Assert.Equal("/base/a.pem", Assert.Single(server.Server.Certificates).Certificate);
        Assert.Single(server.Server.TrustedProxies);
        Assert.Equal(0, server.Listeners.HttpPort);
    }

    [Fact]
    public void An_unset_table_is_made() =>
        Assert.Equal(ClusterMode.Redis, Reading.Good("", NodeKind.Silo, set: ["cluster.mode=redis", "cluster.redis=localhost:6379"]).Node.Cluster.Mode);
}
