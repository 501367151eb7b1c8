using Gateway.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>Makes the picture of the documentation: two minutes of a cluster with something to see.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    [RequiresFact(Chromium.Program, RedisProcess.Program)]
    [Trait("Category", "Long")]
    public async Task The_page_after_two_minutes_with_a_backend_that_comes_and_goes_and_one_that_is_drained()
    {
        await using var cluster = await SmallCluster.StartAsync();
        await using var window = await chromium.OpenAsync(width: 1200, height: 1190);
        await window.GoToGroupsAsync(cluster.Edges[0]);
        var random = new Random(1);
        cluster.Backends[2].Script = Answers.InTurn(
            [.. Enumerable.Range(0, 40).Select(turn => Answers.After(TimeSpan.FromMilliseconds(random.Next(1, 60)), Answers.Status(turn == 7 ? 500 : 200, "ok")))]);
        await Task.Delay(TimeSpan.FromSeconds(45));
        await cluster.Backends[0].RefuseAsync();
        await Task.Delay(TimeSpan.FromSeconds(10));
        await cluster.Backends[0].ListenAsync();
        await Expect(window.Member("pets", "pets-a")).ToContainTextAsync("active", new() { Timeout = 30_000 });
        await Task.Delay(TimeSpan.FromSeconds(20));
        await window.Member("pets", "pets-c").GetByRole(AriaRole.Button, new() { Name = "Drain pets-c of pets" }).ClickAsync();
        await window.Page.GetByLabel("Reason").FillAsync("new disk");
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Drain pets-c" }).ClickAsync();
        await Expect(window.Member("pets", "pets-c")).ToContainTextAsync("draining", new() { Timeout = 30_000 });
        await cluster.Backends[1].RefuseAsync();
        await Expect(window.Member("pets", "pets-b")).ToContainTextAsync("suspended", new() { Timeout = 30_000 });
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await window.KeepPictureAsync("documentation", whole: false);
        window.AssertKeepsToItself(cluster.Edges[0]);
    }
}
