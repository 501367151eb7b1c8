using System.Text.RegularExpressions;
using Gateway.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>The status page in a real browser, over a real edge with real backends.</summary>
public sealed partial class StatusPageTests(Chromium chromium, GatewayFixture fixture) : IClassFixture<Chromium>, IClassFixture<GatewayFixture>
{
    private const float Patience = 30_000;

    [RequiresFact(Chromium.Program)]
    public async Task It_shows_groups_nodes_traffic_and_events_asks_nobody_but_its_node_and_complains_of_nothing()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        var page = window.Page;

        await Expect(window.Member("pets", "pets-a")).ToContainTextAsync("active", new() { Timeout = Patience });
        await Expect(window.Member("pets", "pets-a")).ToContainTextAsync(gateway.Backends[0].Url);
        await Expect(window.Member("pets", "pets-a")).ToContainTextAsync("weight 2");
        await Expect(window.Member("pets", "pets-a")).ToContainTextAsync(Rate(), new() { Timeout = Patience });
        await Expect(window.Group("pets").GetByRole(AriaRole.Img, new() { NameRegex = RingOfFour() })).ToBeVisibleAsync();
        await Expect(window.Group("pets-with-a-spare").GetByRole(AriaRole.Img, new() { Name = "pets-b serves all requests of the group." })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = RequestsNow() })).ToBeVisibleAsync(BrowserWindow.Soon);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Edges and silos" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Events, newest first" }).GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live");
        await window.KeepPictureAsync("whole");
        window.AssertKeepsToItself(gateway.Management);
    }

    [RequiresFact(Chromium.Program)]
    public async Task A_backend_that_dies_is_seen_at_once_with_its_evidence_and_a_countdown_and_again_when_it_is_back()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        var row = window.Member("pets", "pets-b");
        await Expect(row).ToContainTextAsync("active", new() { Timeout = Patience });

        await gateway.Backends[1].RefuseAsync();
        try
        {
            await Expect(row).ToContainTextAsync("suspended", new() { Timeout = Patience });
            await Expect(row).ToContainTextAsync(TrialAhead(), new() { Timeout = Patience });
            await Expect(row).ToContainTextAsync("101503 Error connecting to the back end");
            await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Resume pets-b of pets" })).ToBeVisibleAsync();
            await Expect(window.Group("pets")).ToContainTextAsync("2 of 3 in use");
            await Expect(window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "pets / pets-b suspended" }).First).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("pets / pets-b: suspended", new() { Timeout = Patience });
            await window.KeepPictureAsync("backend-down");
        }
        finally
        {
            await gateway.Backends[1].ListenAsync();
        }

        await Expect(row).ToContainTextAsync("active", new() { Timeout = Patience });
        await Expect(window.Group("pets")).ToContainTextAsync("3 of 3 in use");
        window.AssertKeepsToItself(gateway.Management);
    }

    [RequiresFact(Chromium.Program)]
    public async Task An_operator_drains_and_resumes_a_member_by_keyboard_alone_and_a_reason_is_text_whatever_it_holds()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        var page = window.Page;
        var row = window.Member("pets", "pets-c");

        await TabToAsync(page, "Drain pets-c of pets");
        Assert.Equal("solid", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Drain pets-c" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("<img src=x onerror=alert(1)> disk");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await window.KeepPictureAsync("dialog", whole: false);
        await page.Keyboard.PressAsync("Enter");

        await Expect(row).ToContainTextAsync("draining", new() { Timeout = Patience });
        await Expect(row).ToContainTextAsync("“<img src=x onerror=alert(1)> disk”");
        await Expect(row).ToContainTextAsync(NineMinutes());
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Resume pets-c of pets" })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Resume pets-c" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(row).ToContainTextAsync("draining");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToContainTextAsync("active", new() { Timeout = Patience });
        window.AssertKeepsToItself(gateway.Management);
    }

    [RequiresFact(Chromium.Program)]
    public async Task A_refused_configuration_is_told_until_a_good_one_is_adopted_or_somebody_has_seen_it()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        var notice = window.Notice("A configuration was refused.");
        await Expect(notice).ToHaveCountAsync(0);

        gateway.Rewrite("[[api]]\nname = \"Broken\"\n");

        await Expect(notice).ToContainTextAsync("does not check out", new() { Timeout = Patience });
        await Expect(notice).ToContainTextAsync("what ran goes on.");
        await window.KeepPictureAsync("refused");
        gateway.Rewrite();
        await notice.GetByRole(AriaRole.Button, new() { Name = "Seen" }).ClickAsync();
        await Expect(notice).ToHaveCountAsync(0);
        window.AssertKeepsToItself(gateway.Management);
    }

    [RequiresFact(Chromium.Program)]
    public async Task A_page_that_loses_its_node_says_how_old_its_data_is_and_when_it_tries_again()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        var notice = window.Notice("This node does not answer.");

        await window.Page.Context.SetOfflineAsync(true);

        await Expect(notice).ToContainTextAsync(StaleFor(), new() { Timeout = Patience });
        await Expect(window.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("not live");
        await Expect(window.Member("pets", "pets-a")).ToBeVisibleAsync();
        await window.KeepPictureAsync("stale");
        await window.Page.Context.SetOfflineAsync(false);

        await Expect(notice).ToHaveCountAsync(0, new() { Timeout = Patience });
        await Expect(window.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("not live", new() { Timeout = Patience });
        Assert.All(window.Complaints, complaint => Assert.Contains("ERR_INTERNET_DISCONNECTED", complaint, StringComparison.Ordinal));
    }

    [RequiresFact(Chromium.Program)]
    public async Task A_node_that_is_killed_and_started_again_is_shown_again_without_a_reload_and_its_events_come_again()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync();
        await window.GoToGroupsAsync(gateway.Management);
        await window.Page.EvaluateAsync("window.isTheSame = true");
        await gateway.StopAsync();
        try
        {
            await Expect(window.Notice("This node does not answer.")).ToContainTextAsync(StaleFor(), new() { Timeout = Patience });
        }
        finally
        {
            await gateway.StartAgainAsync();
        }

        await Expect(window.Notice("This node does not answer.")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await Expect(window.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("live · told by", new() { Timeout = Patience });
        await Expect(window.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("not live", new() { Timeout = Patience });
        await gateway.Backends[0].RefuseAsync();
        try
        {
            await Expect(window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "pets / pets-a suspended" }).First).ToBeVisibleAsync(BrowserWindow.Soon);
        }
        finally
        {
            await gateway.Backends[0].ListenAsync();
        }

        Assert.True(await window.Page.EvaluateAsync<bool>("window.isTheSame"));
        Assert.All(window.Complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>("document.activeElement.getAttribute('aria-label')") == name)
            {
                return;
            }
        }

        Assert.Fail($"60 presses of Tab do not come to '{name}'.");
    }

    [GeneratedRegex("[1-9][0-9.]*/s · [0-9]+ failed")]
    private static partial Regex Rate();

    [GeneratedRegex("^Ring of 4 turns; the next, [0-9]+, is dealt to pets-[abc]\\.$")]
    private static partial Regex RingOfFour();

    [GeneratedRegex("^Requests, the last [0-9]+ min( [0-9]+ s)?\\. Now: all [1-9][0-9.]*.s\\.")]
    private static partial Regex RequestsNow();

    [GeneratedRegex("trial in [1-4] s")]
    private static partial Regex TrialAhead();

    [GeneratedRegex("for (10|9) min( [0-9]+ s)? more")]
    private static partial Regex NineMinutes();

    [GeneratedRegex("What is shown is [0-9]+ s old\\. .*Next try in [0-9]+ s\\.")]
    private static partial Regex StaleFor();
}
