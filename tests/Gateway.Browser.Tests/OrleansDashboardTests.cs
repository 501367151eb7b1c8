using Gateway.Testing;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>Orleans' dashboard, as a browser opens it: it draws under the rules that keep it to itself.</summary>
public sealed class OrleansDashboardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Operator = "operators-token-of-this-test";

    [RequiresFact(Chromium.Program)]
    public async Task It_opens_with_the_token_as_the_password_and_draws_what_grains_do()
    {
        await using var gateway = await SmallGateway.StartAsync($"token = \"{Operator}\"\ndashboard = true");
        await using var window = await chromium.OpenAsync(password: Operator);
        await window.Page.GotoAsync(new Uri(gateway.Management, "/dashboard").ToString());

        await Expect(window.Page.GetByText("Total Activations").First).ToBeVisibleAsync(BrowserWindow.Soon);
        await Expect(window.Page.GetByText("EndpointGroupGrain").First).ToBeVisibleAsync(BrowserWindow.Soon);
        await window.KeepPictureAsync("orleans-dashboard", whole: false);

        window.AssertKeepsToItself(gateway.Management);
        Assert.All(window.Requests, request => Assert.DoesNotContain(Operator, request.Url, StringComparison.Ordinal));
    }
}
