using System.Text.RegularExpressions;
using Gateway.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>One page for the whole cluster, whoever serves it.</summary>
public sealed partial class StatusPageClusterTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const float Patience = 30_000;

    [RequiresFact(Chromium.Program, RedisProcess.Program)]
    public async Task A_silo_shows_what_both_edges_carry_and_a_member_that_both_have_seen_fail()
    {
        await using var cluster = await SmallCluster.StartAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(cluster.Silo);
        var page = window.Page;
        var nodes = page.GetByRole(AriaRole.Table, new() { Name = "Edges and silos" });

        await Expect(nodes.GetByRole(AriaRole.Row)).ToHaveCountAsync(4, new() { Timeout = Patience });
        await Expect(page.GetByText("This node is a silo: it carries no requests.")).ToBeVisibleAsync(BrowserWindow.Soon);
        foreach (var edge in cluster.Edges)
        {
            await Expect(nodes.GetByRole(AriaRole.Row).Filter(new() { HasText = $"-{edge.Port}" })).ToContainTextAsync(Carries(), new() { Timeout = Patience });
        }

        await Expect(window.Group("pets")).ToContainTextAsync("2 edges, all in step", new() { Timeout = Patience });
        await cluster.Backends[1].RefuseAsync();
        var row = window.Member("pets", "pets-b");
        await Expect(row).ToContainTextAsync("suspended", new() { Timeout = Patience });
        await row.Locator("summary").ClickAsync(new() { Timeout = Patience });
        foreach (var edge in cluster.Edges)
        {
            await Expect(row).ToContainTextAsync(new Regex($"-{edge.Port}, [0-9]+ s ago"));
        }

        await window.KeepPictureAsync("silo");
        window.AssertKeepsToItself(cluster.Silo);
    }

    [GeneratedRegex("[1-9][0-9.]*/sp95 ")]
    private static partial Regex Carries();
}
