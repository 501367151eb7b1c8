using Gateway.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Browser.Tests;

/// <summary>The page on small screens, in the dark, and for those who hear it.</summary>
public sealed class StatusPageLooksTests(Chromium chromium, GatewayFixture fixture) : IClassFixture<Chromium>, IClassFixture<GatewayFixture>
{
    // WCAG 2.2, 1.4.3: text against the first ground behind it that is not transparent.
    private const string Contrasts =
        """
        () => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgb = colour => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = ([r, g, b]) => [r, g, b].map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
          const groundOf = element => {
            for (let at = element; at; at = at.parentElement) {
              const ground = rgb(getComputedStyle(at).backgroundColor);
              if (ground[3] === 255) return ground;
            }
            return [255, 255, 255, 255];
          };
          const poor = [];
          for (const element of document.querySelectorAll("body *:not(svg *)")) {
            const own = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data.trim()).join("");
            if (!own || !element.checkVisibility()) continue;
            const [a, b] = [light(rgb(getComputedStyle(element).color)), light(groundOf(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) poor.push(`${contrast.toFixed(2)}: ${own.slice(0, 40)}`);
          }
          return poor;
        }
        """;

    [RequiresTheory(Chromium.Program)]
    [InlineData(360, "phone")]
    [InlineData(768, "tablet")]
    public async Task Nothing_scrolls_sideways_on_a_small_screen_and_every_fact_of_a_member_has_its_title(int width, string name)
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync(width, 800);
        await window.GoToGroupsAsync(gateway.Management);
        await Expect(window.Member("pets", "pets-a").GetByRole(AriaRole.Cell).First).ToBeVisibleAsync();

        var wide = await window.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .unseen, thead, svg')).map(e => e.outerHTML.slice(0, 80))");

        await window.KeepPictureAsync(name);
        Assert.Empty(wide);
        Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        window.AssertKeepsToItself(gateway.Management);
    }

    [RequiresTheory(Chromium.Program)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground_in_the_light_and_in_the_dark(ColorScheme colours)
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync(colours: colours);
        await gateway.Backends[2].RefuseAsync();
        try
        {
            await window.GoToGroupsAsync(gateway.Management);
            await Expect(window.Member("pets", "pets-c")).ToContainTextAsync("suspended", new() { Timeout = 30_000 });

            var poor = await window.Page.EvaluateAsync<string[]>(Contrasts);

            await window.KeepPictureAsync($"colours-{colours}".ToLowerInvariant());
            Assert.Empty(poor);
            var ground = await window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            Assert.Equal(colours == ColorScheme.Dark ? "rgb(13, 19, 29)" : "rgb(244, 246, 250)", ground);
        }
        finally
        {
            await gateway.Backends[2].ListenAsync();
        }
    }

    [RequiresFact(Chromium.Program)]
    public async Task Whoever_hears_the_page_finds_landmarks_headings_and_tables_with_headers_and_a_state_in_words()
    {
        var gateway = await fixture.GatewayAsync();
        await using var window = await chromium.OpenAsync(360, 800);
        await window.GoToGroupsAsync(gateway.Management);
        var page = window.Page;

        await Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Banner)).ToHaveCountAsync(1);
        Assert.Equal(
            ["Overview", "Traffic", "Groups", "Edges and silos", "Events"],
            await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('main > section')].map(s => s.getAttribute('aria-label') ?? document.getElementById(s.getAttribute('aria-labelledby')).textContent)"));
        var members = page.GetByRole(AriaRole.Table, new() { Name = "Members of pets", Exact = true });
        await Expect(members.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["Member", "State", "Why", "Tries here", "Actions"]);
        await Expect(members.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(members.GetByRole(AriaRole.Cell)).ToHaveCountAsync(12);
        Assert.Equal("polite", await page.GetByRole(AriaRole.Status).GetAttributeAsync("aria-live"));
    }
}
