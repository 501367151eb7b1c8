using System.Diagnostics;
using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Catalog;

/// <summary>The file changes under a running edge.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private ScriptedBackend _old = null!;
    private ScriptedBackend _new = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _old = await ScriptedBackend.StartAsync("old", Answers.Status(200, "old"));
        _new = await ScriptedBackend.StartAsync("new", Answers.Status(200, "new"));
        _edge = await TestEdge.StartAsync(To(_old));
        await _edge.WaitForClusterAsync();
    }

    [Fact]
    public async Task A_changed_file_is_adopted_without_an_error_and_requests_in_flight_finish_where_they_began()
    {
        var finish = new TaskCompletionSource();
        _old.Script = async context =>
        {
            if (context.Request.Path == "/slow")
            {
                await context.Response.WriteAsync("begun ");
                await context.Response.Body.FlushAsync();
                await finish.Task;
            }

            await context.Response.WriteAsync("old");
        };
        var slow = _edge.Http.GetStringAsync("/pets/1/slow");
        await _old.WaitForCountAsync(1, Wait.Limit);

        using var stop = new CancellationTokenSource();
        var load = LoadAsync(stop.Token);
        _edge.Rewrite(To(_new));
        await Wait.UntilAsync(async () => await _edge.Http.GetStringAsync("/pets/1/x") == "new", "the new file was not adopted");
        await stop.CancelAsync();
        Assert.True(await load > 10);

        finish.SetResult();
        Assert.Equal("begun old", await slow);
        Assert.True(await _edge.MetricAsync("gateway_config_reloads_total", "outcome=\"applied\"") >= 1);
    }

    [Theory]
    [InlineData("[[endpoint]]\nname = \"a\"\nurl = ")]
    [InlineData("[[endpoint]]\nname = \"a\"\n")]
    [InlineData("[[api]]\nname = \"pets\"\ncontext = \"/pets\"\nversion = \"1\"\nendpoint = \"nobody\"\n")]
    public async Task A_bad_file_is_refused_and_the_old_one_goes_on(string bad)
    {
        _edge.Rewrite(bad);
        await _edge.WaitForLogAsync("ReloadRefused");
        Assert.Contains(_edge.Log.Lines, line => line.StartsWith("ReloadRefused", StringComparison.Ordinal)
            && System.Text.RegularExpressions.Regex.IsMatch(line, @"deployment\.toml:\d+:\d+: error: "));
        Assert.Equal("old", await _edge.Http.GetStringAsync("/pets/1/x"));
        Assert.Equal(1, await _edge.MetricAsync("gateway_config_reloads_total", "outcome=\"refused\""));

        _edge.Rewrite(To(_new));
        await Wait.UntilAsync(async () => await _edge.Http.GetStringAsync("/pets/1/x") == "new", "the good file was not adopted");
    }

    [Fact]
    public async Task A_file_that_vanishes_changes_nothing()
    {
        File.Delete(_edge.File);
        await _edge.WaitForLogAsync("ReloadRefused");
        Assert.Equal("old", await _edge.Http.GetStringAsync("/pets/1/x"));
    }

    [Fact]
    public async Task A_link_that_leads_in_a_circle_changes_nothing()
    {
        File.Delete(_edge.File);
        File.CreateSymbolicLink(_edge.File, "deployment.toml");
        await _edge.WaitForLogAsync("ReloadRefused");
        Assert.Equal("old", await _edge.Http.GetStringAsync("/pets/1/x"));
        File.Delete(_edge.File);
    }

    [Fact]
    public async Task A_file_behind_a_turned_link_is_read_again()
    {
        // How a mounted configuration changes: the file is a link through a folder link, and only the latter is turned.
        await using var edge = await TestEdge.StartAsync(To(_old));
        var v1 = Directory.CreateDirectory(Path.Combine(edge.Folder, "v1")).FullName;
        var v2 = Directory.CreateDirectory(Path.Combine(edge.Folder, "v2")).FullName;
        var text = await File.ReadAllTextAsync(edge.File);
        await File.WriteAllTextAsync(Path.Combine(v1, "deployment.toml"), text);
        await File.WriteAllTextAsync(
            Path.Combine(v2, "deployment.toml"), text.Replace($":{_old.Port}", $":{_new.Port}", StringComparison.Ordinal));
        // Written in one tick of the clock, the two would look the same.
        File.SetLastWriteTimeUtc(Path.Combine(v1, "deployment.toml"), DateTime.UtcNow.AddMinutes(-1));
        Directory.CreateSymbolicLink(Path.Combine(edge.Folder, "now"), "v1");
        File.Delete(edge.File);
        File.CreateSymbolicLink(edge.File, "now/deployment.toml");
        await edge.WaitForLogAsync("ReloadUnchanged");

        Directory.Delete(Path.Combine(edge.Folder, "now"));
        Directory.CreateSymbolicLink(Path.Combine(edge.Folder, "now"), "v2");
        await Wait.UntilAsync(async () => await edge.Http.GetStringAsync("/pets/1/x") == "new", "the turned link was not noticed");
    }

    [Fact]
    public async Task An_API_that_is_taken_out_is_404_and_one_that_is_put_in_answers()
    {
        _edge.Rewrite(Toml.Endpoint("a", _new.Url) + Toml.Api("dogs", "a"));
        await Wait.UntilAsync(
            async () => (await RawConnection.GetAsync(_edge.HttpPort, "/dogs/1/x")).Status == 200, "the new API does not answer");
        Assert.Equal(404, (await RawConnection.GetAsync(_edge.HttpPort, "/pets/1/x")).Status);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
    }

    private static string To(ScriptedBackend backend) =>
        Toml.Endpoint("a", backend.Url) + Toml.Endpoint("b", backend.Url) + Toml.Group("pets", ["a", "b"]) + Toml.Api("pets", "pets");

    // Without a pause, so that some request is always in the midst of the change.
    private async Task<int> LoadAsync(CancellationToken stop)
    {
        var count = 0;
        var since = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested && Stopwatch.GetElapsedTime(since) < Wait.Limit)
        {
            using var answer = await _edge.Http.GetAsync("/pets/1/x", CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            count++;
        }

        return count;
    }
}
