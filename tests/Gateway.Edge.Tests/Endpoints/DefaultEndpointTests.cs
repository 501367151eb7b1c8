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
}
