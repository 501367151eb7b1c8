using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

public sealed class PlaceholderTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["NAME"] = "from-env", ["PORTED"] = "gw:${https.nio.port}", ["DOLLAR"] = "$ref{nowhere}" };

    [Theory]
    [InlineData("plain $5 {x} $", "plain $5 {x} $")]
    [InlineData("$env{NAME}", "from-env")]
    [InlineData("<$env{NAME}-$env{NAME}>", "<from-env-from-env>")]
    [InlineData("$env{PORTED}", "gw:8253")]
    [InlineData("$env{DOLLAR}", "$ref{nowhere}")]
    [InlineData("$secret{simple}", "s3cret")]
    [InlineData("$secret{odd}", "${http.nio.port}$env{NAME}")]
    [InlineData("$sys{user.name}", "gateway")]
    [InlineData("$sys{https.nio.port}", "8253")]
    [InlineData("$ref{mine.text}", "text")]
    [InlineData("a $ref{mine.text} b", "a text b")]
    [InlineData("$ref{mine.third}", "from-env at 8290")]
    [InlineData("n$ref{mine.number}", "n7")]
    [InlineData("$ref{mine.truth}!", "true!")]
    [InlineData("${http.nio.port}", "8290")]
    [InlineData("${https.nio.port}", "8253")]
    [InlineData("${mgt.transport.https.port}", "9453")]
    [InlineData("${admin.username}:${admin.password}", "boss:pass")]
    [InlineData("${carbon.local.ip}", "10.0.0.7")]
    [InlineData("${carbon.protocol}://${carbon.host}:${carbon.management.port}", "https://gw.example:9453")]
    [InlineData("${carbon.home}", "/base")]
    [InlineData("${no.such.property}", "${no.such.property}")]
    [InlineData("${http.nio.port", "${http.nio.port")]
    public void A_placeholder_stands_for_what_it_does_in_WSO2(string written, string meant)
    {
        var result = Reading.Read(
            $$$"""
            [server]
            offset = 10
            hostname = "gw.example"
            [super_admin]
            username = "boss"
            password = "pass"
            [secrets]
            simple = "[s3cret]"
            odd = "[${http.nio.port}$env{NAME}]"
            [mine]
            text = "text"
            first = "$env{NAME}"
            second = "$ref{mine.first}"
            third = "$ref{mine.second} at ${http.nio.port}"
            number = 7
            truth = true
            [cluster]
            advertised_host = '{{{written}}}'
            """, environment: Variables);

        Assert.Equal(meant, result.Value?.Node.Cluster.AdvertisedHost);
    }

    [Fact]
    public void A_reference_that_is_the_whole_value_keeps_its_type()
    {
        var deployment = Reading.Good(
            """
            [mine]
            offset = 7
            headers = true
            proxies = ["10.0.0.0/8", "$ref{mine.second}"]
            second = "192.168.0.0/16"
            timeout = { duration = "5s" }
            chained = "$ref{mine.offset}"
            [server]
            offset = "$ref{mine.chained}"
            debug_headers = "$ref{mine.headers}"
            trusted_proxies = "$ref{mine.proxies}"
            [[endpoint]]
            name = "a"
            url = "http://a"
            timeout = "$ref{mine.timeout}"
            """);

        Assert.Equal(7, deployment.Node.Server.Offset);
        Assert.True(deployment.Node.Server.DebugHeaders);
        Assert.Equal(["10.0.0.0/8", "192.168.0.0/16"], deployment.Node.Server.TrustedProxies.Select(network => network.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(5), ((HttpEndpoint)deployment.Catalog.Endpoints["a"]).Settings.Timeout);
    }

    [Fact]
    public void Numbers_and_truths_may_come_from_the_environment()
    {
        var deployment = Reading.Good(
            """
            [server]
            offset = "$env{OFFSET}"
            debug_headers = "$env{HEADERS}"
            """, environment: new() { ["OFFSET"] = "12", ["HEADERS"] = "true" });

        Assert.Equal((12, true), (deployment.Node.Server.Offset, deployment.Node.Server.DebugHeaders));
    }

    [Fact]
    public void Placeholders_in_keys_that_change_nothing_are_left_alone()
    {
        var result = Reading.Read("[database.apim_db]\nurl = \"$env{NOT_SET}\"\npassword = \"$secret{nobody}\"\nx = \"$ref{nowhere}\"\n");

        Assert.NotNull(result.Value);
        Assert.Single(result.Problems);
    }
}
