using System.Net;
using Gateway.Core.Configuration.Import;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Import;

/// <summary>APIs as WSO2 exports them, imported and served. Only their hosts are those of the test.</summary>
public sealed class ImportedApiTests
{
    [Fact]
    public async Task A_load_balanced_api_of_4x_deals_its_requests_in_turn()
    {
        await using var one = await ScriptedBackend.StartAsync("one");
        await using var two = await ScriptedBackend.StartAsync("two");
        await using var three = await ScriptedBackend.StartAsync("three");
        var text = Imports.Fixture("api-4x-load_balance.create.json").Replace("http://nodebackend:3014", one.Url, StringComparison.Ordinal)
            .Replace("http://nodebackend:3015", two.Url, StringComparison.Ordinal).Replace("http://nodebackend:3016", three.Url, StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(Imports.Single("api.json", text, new ImportOptions { Anonymous = true }));
        await edge.WaitForGroupsAsync();

        var served = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            // The default version answers without the version, too.
            using var answer = await edge.Http.GetAsync(i % 2 == 0 ? "/loadBalancedContext/1.0.0/name" : "/loadBalancedContext/name");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            served.Add(answer.Headers.GetValues("X-Backend").Single());
        }

        Assert.Equal(served[..3], served[3..]);
        Assert.Equal(["one", "three", "two"], served[..3].Order(StringComparer.Ordinal));
        Assert.Equal("/name", one.Requests[0].Target);
        using var elsewhere = await edge.Http.GetAsync("/loadBalancedContext/1.0.0/other");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task An_api_of_3x_serves_production_and_sandbox_under_its_context_without_a_second_version()
    {
        await using var production = await ScriptedBackend.StartAsync("production");
        await using var sandbox = await ScriptedBackend.StartAsync("sandbox");
        var text = Imports.Fixture("api-3x-petstore.Meta-information.api.yaml").Replace("http:\\/\\/localhost:8080", production.Url, StringComparison.Ordinal)
            .Replace("http:\\/\\/localhost:8081", sandbox.Url, StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(
            Imports.Project(new ImportOptions { Anonymous = true }, ("Meta-information/api.yaml", text)), "trusted_proxies = [\"127.0.0.1\"]");

        using var forConsumers = await edge.Http.GetAsync("/v2/1.0.5/pet/7");
        Assert.Equal("production", forConsumers.Headers.GetValues("X-Backend").Single());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/1.0.5/pet/7");
        request.Headers.Add("X-Gateway-Key-Type", "SANDBOX");
        using var forTests = await edge.Http.SendAsync(request);
        Assert.Equal("sandbox", forTests.Headers.GetValues("X-Backend").Single());
        Assert.Equal("/pet/7", production.Requests.Single().Target);
    }

    [Fact]
    public async Task An_api_that_demands_credentials_answers_401_until_somebody_decides()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var text = Imports.Fixture("api-3x-petstore.Meta-information.api.yaml").Replace("http:\\/\\/localhost:8080", backend.Url, StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(Imports.Project(new ImportOptions(), ("Meta-information/api.yaml", text)));

        using var answer = await edge.Http.GetAsync("/v2/1.0.5/pet/7");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, backend.Count);
    }

    [Fact]
    public async Task A_failover_api_goes_on_to_the_next_endpoint_with_the_body_and_back_when_the_primary_is_back()
    {
        await using var primary = await ScriptedBackend.StartAsync("primary");
        await using var spare = await ScriptedBackend.StartAsync("spare");
        var text = Imports.Fixture("api-4x-failover.api.yaml").Replace("wss://primary.websocket.org:443", primary.Url, StringComparison.Ordinal)
            .Replace("ws://echo.websocket.org:80", spare.Url, StringComparison.Ordinal).Replace("lifeCycleStatus: CREATED", "lifeCycleStatus: PUBLISHED", StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(Imports.Project(new ImportOptions { Anonymous = true }, ("api.yaml", text)));
        await edge.WaitForGroupsAsync();
        await primary.RefuseAsync();

        using var body = new StringContent("an order");
        using var answer = await edge.Http.PostAsync("/echowebsocket/1.0/orders", body);

        Assert.Equal("spare", answer.Headers.GetValues("X-Backend").Single());
        Assert.Equal("an order", System.Text.Encoding.UTF8.GetString(spare.Requests.Single().Body.Span));
    }
}
