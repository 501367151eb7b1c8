using System.Text.Json;
using Gateway.Edge.Tests.Dynamic;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Endpoints;

/// <summary>WSO2's default endpoint, where nobody has said where to: its fault, and no harm done.</summary>
public sealed class DefaultEndpointTests
{
    [Fact]
    public async Task Without_an_address_the_answer_is_303001_each_time_and_nothing_is_left_alone()
    {
        await using var edge = await DynamicEdge.StartAsync(_ => "type = \"default\"");

        for (var i = 0; i < 3; i++)
        {
            var answer = await RawConnection.GetAsync(edge.Edge.HttpPort, "/orders/1/x");

            Assert.Equal(503, answer.Status);
            Assert.Equal("303001", JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString());
            Assert.Empty(answer.Values("Retry-After"));
        }

        Assert.Equal(0, await edge.Edge.MetricAsync("gateway_addresses_suspensions_total"));
    }

    [Fact]
    public async Task An_address_that_stands_in_the_sequence_is_called_with_what_is_left_behind_it()
    {
        await using var edge = await DynamicEdge.StartAsync(_ => "type = \"default\"", inSequence: """
            <sequence xmlns="http://ws.apache.org/ns/synapse" name="in"><header name="To" value="http://127.0.0.2:PORT_B/v2/"/></sequence>
            """);

        Assert.Equal("b", await edge.ChosenAsync("/orders/1/x?y=1"));

        // As WSO2 does: a slash is put in where one is missing, and none is taken away.
        Assert.Equal("/v2//x?y=1", Assert.Single(edge.B.Requests).Target);
    }

    [Fact]
    public async Task An_address_that_the_sequence_computes_must_be_allowed()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => $"type = \"default\"\nallowed_hosts = [\"127.0.0.3:{edge.C.Port}\"]", inSequence: """
            <sequence xmlns="http://ws.apache.org/ns/synapse" name="in"><header name="To" expression="fn:concat('http://', $trp:X-Host)"/></sequence>
            """);

        Assert.Equal("c", await edge.ChosenAsync("/orders/1/x", headers: ("X-Host", $"127.0.0.3:{edge.C.Port}")));
        Assert.Equal(403, (await edge.AskAsync("/orders/1/x", headers: ("X-Host", $"127.0.0.2:{edge.B.Port}"))).Status);

        Assert.Equal("/x", Assert.Single(edge.C.Requests).Target);
        Assert.Equal(0, edge.B.Count);
    }

    [Fact]
    public async Task One_address_that_fails_does_not_suspend_the_others()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => $"type = \"default\"\nallowed_hosts = [\"127.0.0.3:{edge.C.Port}\", \"127.0.0.2:{edge.B.Port}\"]", inSequence: """
            <sequence xmlns="http://ws.apache.org/ns/synapse" name="in"><header name="To" expression="fn:concat('http://', $trp:X-Host)"/></sequence>
            """);
        await edge.B.RefuseAsync();

        Assert.Equal(502, (await edge.AskAsync("/orders/1/x", headers: ("X-Host", $"127.0.0.2:{edge.B.Port}"))).Status);
        Assert.Equal(503, (await edge.AskAsync("/orders/1/x", headers: ("X-Host", $"127.0.0.2:{edge.B.Port}"))).Status);
        Assert.Equal("c", await edge.ChosenAsync("/orders/1/x", headers: ("X-Host", $"127.0.0.3:{edge.C.Port}")));
    }
}
