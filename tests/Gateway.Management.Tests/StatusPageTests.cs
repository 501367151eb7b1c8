using System.Text.RegularExpressions;
using Gateway.Management.Status;

namespace Gateway.Management.Tests;

/// <summary>The status page as files: what a browser makes of them is the business of the browser's tests.</summary>
public sealed partial class StatusPageTests
{
    [Fact]
    public async Task The_page_is_open_to_anybody_at_the_listener_and_holds_no_data()
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(token: "operators"));

        using var answer = await node.Client.GetAsync("/status");

        Assert.Equal((200, "text/html; charset=utf-8"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("edge-1", text, StringComparison.Ordinal);
        Assert.Equal(401, (await node.GetAsync("/v1/traffic")).Status);
    }

    [Fact]
    public async Task Its_rules_let_run_and_be_called_nothing_but_its_own_files()
    {
        await using var node = await TestNode.StartAsync();

        using var answer = await node.Client.GetAsync("/status");

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("app.js", "text/javascript; charset=utf-8")]
    [InlineData("base.css", "text/css; charset=utf-8")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task Every_file_has_its_media_type(string name, string type)
    {
        await using var node = await TestNode.StartAsync();

        using var answer = await node.Client.GetAsync($"/status/{name}");

        Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
    }

    [Theory]
    [InlineData("/status/other.js")]
    [InlineData("/status/..%2fappsettings.json")]
    [InlineData("/status/page%2fapp.js")]
    public async Task What_is_no_file_of_the_page_is_not_found(string path)
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal(404, (await node.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_stranger_with_a_foreign_name_does_not_get_the_page()
    {
        await using var node = await TestNode.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/status");
        request.Headers.Host = "rebound.example";

        using var answer = await node.Client.SendAsync(request);

        Assert.Equal(421, (int)answer.StatusCode);
    }

    [Fact]
    public void Every_file_that_one_names_is_there_and_none_names_another_place_or_makes_markup_of_text()
    {
        var files = PageFiles.Load();
        foreach (var name in files.Names)
        {
            var text = System.Text.Encoding.UTF8.GetString(files.Find(name)!.Content.Span);
            Assert.All(NamedFile().Matches(text), match => Assert.Contains(match.Groups[1].Value, files.Names));
            Assert.DoesNotMatch(Foreign(), text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
            Assert.DoesNotMatch(Markup(), text);
        }
    }

    [Fact]
    public void No_file_of_the_page_is_longer_than_300_lines() => Assert.All(
        PageFiles.Load().Names, name => Assert.InRange(PageFiles.Load().Find(name)!.Content.Span.Count((byte)'\n'), 1, 300));

    [GeneratedRegex("""(?:"/status/|from "\./)([a-z.]+)"|<script(?![^>]* src=)|style=""")]
    private static partial Regex NamedFile();

    [GeneratedRegex("https?://|\"//")]
    private static partial Regex Foreign();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|localStorage|EventSource\\(")]
    private static partial Regex Markup();
}
