using System.Collections.Concurrent;
using Gateway.Testing;
using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace Gateway.Browser.Tests;

/// <summary>One window of the browser, and all that its page has asked for and complained of.</summary>
internal sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<IRequest> _requests = new();

    public BrowserWindow(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue($"not caught: {error}");
        page.Request += (_, request) => _requests.Enqueue(request);
    }

    public IPage Page { get; }

    /// <summary>What the page has sent.</summary>
    public IReadOnlyCollection<IRequest> Requests => _requests;

    /// <summary>Errors and warnings of the page's console, and what it threw and did not catch.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>A piece of the page that shows one group.</summary>
    public ILocator Group(string name) => Page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    /// <summary>A row of the table of a group's members.</summary>
    public ILocator Member(string group, string member) =>
        Group(group).GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Rowheader, new() { Name = member }) });

    /// <summary>One of the notices at the top of the page, by what is told aloud of it.</summary>
    public ILocator Notice(string fact) => Page.Locator(".notice").Filter(new() { Has = Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = fact }) });

    /// <summary>Opens the status page of a node.</summary>
    public Task GoToAsync(Uri node) => Page.GotoAsync(new Uri(node, "/status").ToString());

    /// <summary>Opens it and waits until it shows its groups.</summary>
    public async Task GoToGroupsAsync(Uri node)
    {
        await GoToAsync(node);
        await Assertions.Expect(Page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync(Soon);
    }

    /// <summary>Keeps a picture of the page, or of what is in the window of it, with the test's output.</summary>
    public Task KeepPictureAsync(string name, bool whole = true) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "TestResults", "screenshots", $"{name}.png"),
        FullPage = whole,
        Animations = ScreenshotAnimations.Disabled,
    });

    /// <summary>Nothing was asked of anybody but the node, and nothing went wrong in the page.</summary>
    public void AssertKeepsToItself(Uri node)
    {
        Assert.Empty(_complaints);
        Assert.All(_requests, request => Assert.Equal(node.Authority, new Uri(request.Url).Authority));
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>For what a loaded machine may take its time with.</summary>
    public static LocatorAssertionsToBeVisibleOptions Soon { get; } = new() { Timeout = 30_000 };
}
