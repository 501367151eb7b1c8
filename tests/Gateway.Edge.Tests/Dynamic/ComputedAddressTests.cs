using System.Text.Json;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Dynamic;

/// <summary>Addresses that are computed for a request: which may be called, where the connection goes, and what one that fails does to the others.</summary>
public sealed class ComputedAddressTests
{
    [Fact]
    public async Task Only_hosts_that_are_allowed_are_called()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => Computed($"\"127.0.0.2:{edge.B.Port}\", \"127.0.0.3:{edge.C.Port}\""), resource: Resource);

        Assert.Equal("b", await edge.ChosenAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}"));
        Assert.Equal("c", await edge.ChosenAsync($"/orders/1/at?host=0x7f000003:{edge.C.Port}"));

        foreach (var host in new[] { $"127.0.0.1:{edge.A.Port}", $"127.0.0.2:{edge.C.Port}", $"localhost:{edge.B.Port}", $"[::ffff:127.0.0.1]:{edge.A.Port}", "169.254.169.254" })
        {
            Assert.Equal((403, "", "403"), await RefusedAsync(edge, host));
        }

        Assert.Equal(403, (await edge.AskAsync($"/orders/1/at?host=user@127.0.0.2:{edge.B.Port}")).Status);
        Assert.Equal(0, edge.A.Count);
        Assert.Equal(5, await edge.Edge.MetricAsync("gateway_addresses_refused_total", "endpoint=\"orders\"", "reason=\"not_allowed\""));
        Assert.Empty(edge.Names.Asked);
    }

    [Fact]
    public async Task The_path_goes_behind_a_computed_address()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => Computed($"\"127.0.0.2:{edge.B.Port}\""), resource: Resource);

        await edge.ChosenAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}&x=%2f");

        var request = Assert.Single(edge.B.Requests);
        Assert.Equal($"/v1/at?host=127.0.0.2:{edge.B.Port}&x=%2f", request.Target);
        Assert.Equal($"127.0.0.2:{edge.B.Port}", request.Headers["Host"]);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_reserved_address_is_not_called()
    {
        await using var edge = await DynamicEdge.StartAsync(_ => Computed("\"*.orders.test\""), resource: Resource);
        edge.Names.Set("evil.orders.test", ["127.0.0.1"]);
        edge.Names.Set("mapped.orders.test", ["::ffff:127.0.0.1", "169.254.169.254"]);

        Assert.Equal((403, "", "403"), await RefusedAsync(edge, $"evil.orders.test:{edge.A.Port}"));
        Assert.Equal((403, "", "403"), await RefusedAsync(edge, $"mapped.orders.test:{edge.A.Port}"));

        Assert.Equal(0, edge.A.Count);
        Assert.Equal(2, await edge.Edge.MetricAsync("gateway_addresses_refused_total", "endpoint=\"orders\"", "reason=\"reserved\""));
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_connection_goes_to_what_was_checked()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => Computed($"\"*.orders.test\", \"127.0.0.2:{edge.B.Port}\""), resource: Resource);

        // The second answer would lead elsewhere: nobody is to ask for it.
        edge.Names.Set("rebind.orders.test", ["127.0.0.1", "127.0.0.2"], ["127.0.0.1"]);

        Assert.Equal("b", await edge.ChosenAsync($"/orders/1/at?host=rebind.orders.test:{edge.B.Port}"));
        Assert.Equal("b", await edge.ChosenAsync($"/orders/1/at?host=REBIND.orders.test.:{edge.B.Port}"));

        Assert.Equal(["rebind.orders.test"], edge.Names.Asked);
        Assert.Equal(0, edge.A.Count);
    }

    [Fact]
    public async Task What_one_endpoint_may_call_is_no_way_there_for_another_though_the_connection_is_open()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => Computed($"\"*.orders.test\", \"127.0.0.2:{edge.B.Port}\""),
            _ => $"[[endpoint]]\nname = \"strict\"\n{Computed("\"*.orders.test\"")}\n" + Toml.Api("strict", "strict") + Resource, resource: Resource);
        edge.Names.Set("in.orders.test", ["127.0.0.2"]);

        Assert.Equal("b", await edge.ChosenAsync($"/orders/1/at?host=in.orders.test:{edge.B.Port}"));
        var (status, _, body) = await edge.AskAsync($"/strict/1/at?host=in.orders.test:{edge.B.Port}");

        Assert.Equal((403, "403"), (status, Code(body)));
        Assert.Equal(1, edge.B.Count);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_a_backend_that_cannot_be_reached()
    {
        await using var edge = await DynamicEdge.StartAsync(_ => Computed("\"*.orders.test\""), resource: Resource);

        var (status, _, body) = await edge.AskAsync("/orders/1/at?host=nobody.orders.test");

        Assert.Equal(502, status);
        Assert.Equal("101503", Code(body));
    }

    [Fact]
    public async Task One_address_that_fails_is_left_alone_and_the_others_serve()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => Computed($"\"127.0.0.2:{edge.B.Port}\", \"127.0.0.3:{edge.C.Port}\"", "suspend = { initial = \"20s\" }"), resource: Resource);
        await edge.B.RefuseAsync();

        var first = await edge.AskAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}");
        Assert.Equal((502, "101503"), (first.Status, Code(first.Body)));

        var second = await RawConnection.GetAsync(edge.Edge.HttpPort, $"/orders/1/at?host=127.0.0.2:{edge.B.Port}");
        Assert.Equal((503, "303001"), (second.Status, Code(second.Body)));
        Assert.InRange(int.Parse(Assert.Single(second.Values("Retry-After"))), 5, 20);
        Assert.Equal("c", await edge.ChosenAsync($"/orders/1/at?host=127.0.0.3:{edge.C.Port}"));
        using var management = new HttpClient { BaseAddress = edge.Edge.Management };
        var status = JsonDocument.Parse(await management.GetStringAsync("/v1/groups/orders")).RootElement;
        var address = Assert.Single(status.GetProperty("addresses").EnumerateArray());
        Assert.Equal(("dynamic", $"http://127.0.0.2:{edge.B.Port}", "suspended"),
            (status.GetProperty("kind").GetString(), address.GetProperty("authority").GetString(), address.GetProperty("state").GetString()));
        Assert.Equal(1, await edge.Edge.MetricAsync("gateway_addresses_suspensions_total", "endpoint=\"orders\""));
        Assert.Equal(0, await edge.Edge.MetricAsync("gateway_attempts_total", "127.0.0"));
    }

    [Fact]
    public async Task An_address_whose_time_is_up_is_tried_and_serves_again()
    {
        await using var edge = await DynamicEdge.StartAsync(
            edge => Computed($"\"127.0.0.2:{edge.B.Port}\"", "suspend = { initial = \"1ms\" }"), resource: Resource);
        await edge.B.RefuseAsync();
        Assert.Equal(502, (await edge.AskAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}")).Status);

        await edge.B.ListenAsync();

        await Wait.UntilAsync(async () => (await edge.AskAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}")).Status == 200, "it does not serve again");
        await edge.Edge.WaitForLogAsync("answers again");
    }

    [Fact]
    public async Task A_redirect_is_the_clients_to_follow()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => Computed($"\"127.0.0.2:{edge.B.Port}\""), resource: Resource);
        edge.B.Script = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = edge.A.Url;
            return Task.CompletedTask;
        };

        Assert.Equal(302, (await edge.AskAsync($"/orders/1/at?host=127.0.0.2:{edge.B.Port}")).Status);
        Assert.Equal(0, edge.A.Count);
    }

    [Fact]
    public async Task An_address_that_is_written_out_is_a_member_of_the_cluster_like_any_other()
    {
        await using var edge = await DynamicEdge.StartAsync(edge => $$"""
            type = "dynamic"
            default = "a"
            suspend = { initial = "20s" }
            [[endpoint.route]]
            when = { path = "/written" }
            to = "{{edge.B.Url}}/v2"
            """);
        await edge.Edge.WaitForClusterAsync();

        Assert.Equal("b", await edge.ChosenAsync("/orders/1/written"));

        Assert.Equal("/v2/written", Assert.Single(edge.B.Requests).Target);
        using var management = new HttpClient { BaseAddress = edge.Edge.Management };
        var groups = JsonDocument.Parse(await management.GetStringAsync("/v1/groups")).RootElement.GetProperty("groups").EnumerateArray();
        var group = Assert.Single(groups, group => group.GetProperty("name").GetString()!.StartsWith("orders:", StringComparison.Ordinal));
        Assert.Equal($"{edge.B.Url}/v2", group.GetProperty("members")[0].GetProperty("url").GetString());
    }

    private const string Resource = "[[api.resource]]\npath = \"/*\"\nmethods = [\"GET\", \"POST\"]\n";

    private static string Computed(string hosts, string keys = "") => $$"""
        type = "dynamic"
        allowed_hosts = [{{hosts}}]
        {{keys}}
        [[endpoint.route]]
        when = { path = "/at" }
        to = "http://{+query.param.host}/v1"
        """;

    private static async Task<(int Status, string Backend, string Code)> RefusedAsync(DynamicEdge edge, string host)
    {
        var (status, backend, body) = await edge.AskAsync($"/orders/1/at?host={host}");
        return (status, backend, Code(body));
    }

    private static string Code(string body) => JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()!;
}
