using Gateway.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>The page at a node that wants a token.</summary>
public sealed class StatusPageTokenTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Operator = "operators-token-of-this-test";
    private const string Reader = "readers-token-of-this-test";

    [RequiresFact(Chromium.Program)]
    public async Task It_asks_for_the_token_keeps_it_in_the_tab_and_sends_it_in_the_header_only()
    {
        await using var gateway = await SmallGateway.StartAsync($"token = \"{Operator}\"\nread_token = \"{Reader}\"");
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await window.GoToAsync(gateway.Management);
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "This node wants a token" });
        await Expect(dialog).ToBeVisibleAsync(BrowserWindow.Soon);
        Assert.Equal(0, await page.GetByRole(AriaRole.Article).CountAsync());
        await window.KeepPictureAsync("token", whole: false);

        await GiveAsync(page, "a wrong one");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The token is not one of this node's.", new() { Timeout = 30_000 });
        await GiveAsync(page, Reader);
        await Expect(window.Member("pets", "pets-a")).ToBeVisibleAsync(BrowserWindow.Soon);

        await window.Member("pets", "pets-a").GetByRole(AriaRole.Button, new() { Name = "Suspend pets-a of pets" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("a reader's try");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Suspend pets-a" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToHaveTextAsync(
            "This token may look, not touch. Use the operator's token.", new() { Timeout = 30_000 });

        Assert.Equal(Reader, await page.EvaluateAsync<string>("sessionStorage.getItem('gateway.token')"));
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + document.cookie.length"));
        Assert.All(window.Requests, request => Assert.DoesNotContain(Reader, request.Url + request.PostData, StringComparison.Ordinal));
        var asked = window.Requests.Where(request => new Uri(request.Url).AbsolutePath.StartsWith("/status", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(asked);
        foreach (var request in asked)
        {
            Assert.Null(await request.HeaderValueAsync("Authorization"));
        }
    }

    [RequiresFact(Chromium.Program)]
    public async Task A_token_that_is_forgotten_is_asked_for_again()
    {
        await using var gateway = await SmallGateway.StartAsync($"token = \"{Operator}\"");
        await using var window = await chromium.OpenAsync();
        await window.GoToAsync(gateway.Management);
        await GiveAsync(window.Page, Operator);
        await Expect(window.Member("pets", "pets-a")).ToBeVisibleAsync(BrowserWindow.Soon);
        await window.Page.ReloadAsync();
        await Expect(window.Member("pets", "pets-a")).ToBeVisibleAsync(BrowserWindow.Soon);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Forget the token" }).ClickAsync();

        await Expect(window.Page.GetByRole(AriaRole.Dialog, new() { Name = "This node wants a token" })).ToBeVisibleAsync(BrowserWindow.Soon);
        Assert.Null(await window.Page.EvaluateAsync<string?>("sessionStorage.getItem('gateway.token')"));
    }

    private static async Task GiveAsync(IPage page, string token)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Token" }).FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
    }
}
