using Gateway.Testing;
using Microsoft.Playwright;

namespace Gateway.Browser.Tests;

/// <summary>
/// The browser of the system, driven by Playwright, which brings its driver in its package and downloads nothing. Started when the first test needs it:
/// where it is missing, the tests are skipped by name, not the fixture failed.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The program's name, for <see cref="RequiresFactAttribute"/>.</summary>
    public const string Program = "chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a window of its own: no cookies, no storage, nothing cached of another one's. With a password it answers a challenge as a person would.</summary>
    internal async Task<BrowserWindow> OpenAsync(int width = 1280, int height = 900, ColorScheme colours = ColorScheme.Light, string? password = null)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InstalledPrograms.Find(Program) ?? throw new FileNotFoundException($"{Program} is not installed (./test installs it on Debian as root)."),
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            Locale = "en-GB",
            HttpCredentials = password is null ? null : new HttpCredentials { Username = "operator", Password = password },
        });
        context.SetDefaultTimeout(30_000);
        return new BrowserWindow(context, await context.NewPageAsync());
    }
}
