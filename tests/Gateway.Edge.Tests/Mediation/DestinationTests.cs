using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Mediation;

/// <summary>The header <c>To</c>: an endpoint of type <c>default</c> sends where a sequence says.</summary>
public sealed class DestinationTests
{
    [Fact]
    public async Task A_request_goes_where_its_sequence_sends_it()
    {
        await using var first = await ScriptedBackend.StartAsync("first");
        await using var second = await ScriptedBackend.StartAsync("second");
        await using var edge = await StartAsync($"""
            <switch source="$trp:X-Tenant">
              <case regex="gold"><header name="To" value="{first.Url}/vip"/></case>
              <default><property name="service_ep" value="{second.Url}/all"/><header name="To" expression="get-property('service_ep')"/></default>
            </switch>
            """);
        using var gold = new HttpRequestMessage(HttpMethod.Get, "/a/1/x?y=1");
        gold.Headers.Add("X-Tenant", "gold");

        var vip = await EchoAnswer.ReadAsync(await edge.Http.SendAsync(gold));
        var all = await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x?y=1"));

        Assert.Equal(("first", "/vip/x?y=1", "second", "/all/x?y=1"), (vip.Backend, vip.Target, all.Backend, all.Target));
    }

    [Fact]
    public async Task A_postfix_that_a_sequence_changes_goes_behind_the_address_that_it_sets()
    {
        await using var first = await ScriptedBackend.StartAsync("first");
        await using var edge = await StartAsync($"<header name=\"To\" value=\"{first.Url}/whole\"/><property name=\"REST_URL_POSTFIX\" scope=\"axis2\" action=\"remove\"/>");

        Assert.Equal("/whole", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x?y=1"))).Target);
    }

    [Fact]
    public async Task An_address_that_comes_from_the_request_goes_only_where_the_endpoint_allows()
    {
        await using var first = await ScriptedBackend.StartAsync("first");
        await using var edge = await StartAsync("<header name=\"To\" expression=\"fn:concat('http://', $url:host)\"/>", "allowed_hosts = [\"*.orders.internal\"]");

        using var answer = await edge.Http.GetAsync($"/a/1/x?host=127.0.0.1:{first.Port}");

        Assert.Equal((false, 0L), (answer.IsSuccessStatusCode, first.Count));
    }

    [Fact]
    public async Task Without_a_destination_there_is_no_answer_but_WSO2s()
    {
        await using var edge = await StartAsync("<property name=\"p\" value=\"1\"/>");

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"code\":\"303001\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<TestEdge> StartAsync(string flow, string keys = "") => TestEdge.StartAsync(
        $"[[endpoint]]\nname = \"there\"\ntype = \"default\"\n{keys}\n\n" + Toml.Api("a", "there", "in_sequence = \"in.xml\""),
        prepare: folder => File.WriteAllText(Path.Combine(folder, "in.xml"), flow));
}
