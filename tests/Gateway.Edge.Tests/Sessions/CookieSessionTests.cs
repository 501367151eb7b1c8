using System.Net;
using Gateway.Core.Sessions;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Sessions;

public sealed class CookieSessionTests : IAsyncLifetime
{
    private const string Name = "SRV";
    private SessionEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await SessionEdge.StartAsync(
        $$"""session = { type = "cookie", name = "{{Name}}" }""",
        Toml.Group("more", ["a", "b"], "session = { type = \"cookie\" }", "cursor = \"local\"") + Toml.Api("more", "more")
        + Toml.Group("outer", ["pets", "more"], "session = { type = \"cookie\" }", "cursor = \"local\"") + Toml.Api("outer", "outer"));

    public Task DisposeAsync() => _edge.DisposeAsync().AsTask();

    [Fact]
    public async Task The_first_answer_of_a_session_sets_a_cookie_for_the_APIs_context_and_is_kept_from_shared_caches()
    {
        var seen = await _edge.GetAsync();

        Assert.Matches($"^{Name}=[A-Za-z0-9_-]{{40}}; Path=/pets/1; Max-Age=600; HttpOnly; SameSite=Lax$", Assert.Single(seen.SetCookies));
        Assert.Equal("private", seen.CacheControl);
    }

    [Fact]
    public async Task Over_TLS_the_cookie_is_for_TLS_only()
    {
        var seen = await SessionEdge.GetFromAsync(_edge.Edge.Https);

        Assert.EndsWith("; HttpOnly; SameSite=Lax; Secure", Assert.Single(seen.SetCookies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_stays_with_its_member_and_uses_no_turn()
    {
        await _edge.Edge.WaitForClusterAsync();
        var first = await _edge.GetAsync();
        for (var i = 0; i < 20; i++)
        {
            var next = await _edge.GetAsync($"Cookie: {first.Cookie}");
            Assert.Equal((first.Backend, "local", 0, ""), (next.Backend, next.Slot, next.SetCookies.Length, next.CacheControl));
        }

        Assert.Equal(20, await _edge.Edge.MetricAsync("gateway_slots_total", "group=\"pets\"", "mode=\"local\""));
    }

    [Fact]
    public async Task First_requests_are_dealt_by_the_groups_algorithm()
    {
        await _edge.Edge.WaitForClusterAsync();
        await _edge.Edge.WaitForGroupsAsync();
        for (var i = 0; i < 9; i++)
        {
            await _edge.GetAsync();
        }

        Assert.Equal([3, 3, 3], _edge.Backends.Select(backend => backend.Count));
    }

    [Theory]
    [InlineData("{0}", null)]
    [InlineData("a=1; {0}; b=\"2\"", "a=1; b=\"2\"")]
    [InlineData("{0}; SRV=x; a=1", "a=1")]
    [InlineData("a=1; SRV2=2", "a=1; SRV2=2")]
    public async Task The_backend_does_not_see_the_cookie_but_all_others(string sent, string? arrives)
    {
        var cookie = (await _edge.GetAsync()).Cookie;

        var seen = await _edge.GetAsync($"Cookie: {string.Format(sent, cookie)}");
        Assert.Equal(arrives, seen.Echo!.Headers.TryGetValue("cookie", out var values) ? Assert.Single(values) : null);
    }

    [Fact]
    public async Task A_session_whose_member_is_gone_moves_and_stays_where_it_moved_to_when_that_one_is_back()
    {
        var first = await _edge.GetAsync();
        await _edge.Backend(first.Backend).RefuseAsync();
        var moved = await _edge.GetAsync($"Cookie: {first.Cookie}");
        Assert.NotEqual(first.Backend, moved.Backend);

        await _edge.Backend(first.Backend).ListenAsync();
        for (var i = 0; i < 6; i++)
        {
            var next = await _edge.GetAsync($"Cookie: {moved.Cookie}");
            Assert.Equal((moved.Backend, 0), (next.Backend, next.SetCookies.Length));
        }
    }

    [Fact]
    public async Task A_cookie_that_does_not_count_begins_a_new_session()
    {
        await _edge.Edge.WaitForClusterAsync();
        var good = (await _edge.GetAsync()).Cookie[(Name.Length + 1)..];
        var now = SessionEdge.Now;
        var end = now + TimeSpan.FromMinutes(9.9);
        var tag = _edge.Seal.TagOf("a");
        (string Case, string Token)[] cases =
        [
            ("forged", good[..20] + (good[20] == 'A' ? 'B' : 'A') + good[21..]), ("truncated", good[..39]), ("empty", ""),
            ("another key", new SessionSeal(new byte[32], "pets").Write(tag, 0, end)),
            ("another group", new SessionSeal(_edge.ClusterKey, "more").Write(tag, 0, end)),
            ("expired", _edge.Seal.Write(tag, 0, now - TimeSpan.FromMilliseconds(1))),
            ("unknown member", _edge.Seal.Write(_edge.Seal.TagOf("d"), 0, end)),
        ];
        foreach (var (name, token) in cases)
        {
            var seen = new HashSet<string>();
            for (var i = 0; i < 3; i++)
            {
                var answer = await _edge.GetAsync($"Cookie: {Name}={token}");
                Assert.True(answer.SetCookies.Length == 1, name);
                seen.Add(answer.Backend);
            }

            Assert.True(seen.Count == 3, $"{name}: dealt to {string.Join(", ", seen)}");
        }
    }

    [Fact]
    public async Task Of_several_cookies_of_the_name_the_first_that_counts_is_taken()
    {
        var good = _edge.Seal.Write(_edge.Seal.TagOf("b"), 0, SessionEdge.Now + TimeSpan.FromMinutes(9.9));

        var seen = await _edge.GetAsync($"Cookie: {Name}=old; {Name}={good}");
        Assert.Equal(("b", 0), (seen.Backend, seen.SetCookies.Length));
    }

    [Theory]
    [InlineData(9.5, false)]
    [InlineData(8.5, true)]
    [InlineData(0.5, true)]
    [InlineData(20, true)]
    public async Task The_cookie_is_written_again_when_a_tenth_of_its_time_has_passed(double minutesLeft, bool again)
    {
        var token = _edge.Seal.Write(_edge.Seal.TagOf("b"), 0, SessionEdge.Now + TimeSpan.FromMinutes(minutesLeft));
        var seen = await _edge.GetAsync($"Cookie: {Name}={token}");

        Assert.Equal(("b", again), (seen.Backend, seen.SetCookies.Length == 1));
        if (again)
        {
            Assert.True(_edge.Seal.TryRead(seen.Cookie.AsSpan(Name.Length + 1), 0, SessionEdge.Now, out var tag, out var end));
            Assert.Equal(_edge.Seal.TagOf("b"), tag);
            Assert.InRange(end - SessionEdge.Now, TimeSpan.FromMinutes(9.9), TimeSpan.FromMinutes(10));
        }
    }

    [Theory]
    [InlineData("max-age=60", "max-age=60, private")]
    [InlineData("no-store", "no-store")]
    [InlineData("Private, max-age=1", "max-age=1, private")]
    public async Task What_the_backend_says_to_caches_stays_and_private_is_added_where_it_is_missing(string says, string arrives)
    {
        Array.ForEach(_edge.Backends, backend => backend.Script = context =>
        {
            context.Response.Headers.CacheControl = says;
            return Answers.Echo()(context);
        });

        Assert.Equal(arrives, (await _edge.GetAsync()).CacheControl);
    }

    [Fact]
    public async Task A_backends_own_cookies_stay()
    {
        Array.ForEach(_edge.Backends, backend => backend.Script = context =>
        {
            context.Response.Headers.SetCookie = "JSESSIONID=1";
            return Answers.Echo()(context);
        });

        var seen = await _edge.GetAsync();
        Assert.Equal(["JSESSIONID=1", $"{Name}="], seen.SetCookies.Select(cookie => cookie.StartsWith(Name, StringComparison.Ordinal) ? $"{Name}=" : cookie));
    }

    [Fact]
    public async Task An_answer_of_the_gateways_own_sets_no_cookie()
    {
        foreach (var backend in _edge.Backends)
        {
            await backend.RefuseAsync();
        }

        var seen = await _edge.GetAsync();
        Assert.Equal((HttpStatusCode.BadGateway, 0), (seen.Status, seen.SetCookies.Length));
    }

    [Fact]
    public async Task A_session_that_is_cut_short_by_a_dead_member_moves_without_an_error()
    {
        var first = await _edge.GetAsync();
        _edge.Backend(first.Backend).Script = Answers.Abort();
        var moved = await _edge.GetAsync($"Cookie: {first.Cookie}");

        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.NotEqual(first.Cookie, moved.Cookie);
    }

    [Fact]
    public async Task Groups_within_groups_have_a_cookie_each_and_the_backend_sees_none()
    {
        using var first = await _edge.Edge.Http.GetAsync("/outer/1/x");
        var cookies = first.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).ToArray();
        Assert.Equal(2, cookies.Length);
        Assert.All(first.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; Path=/outer/1;", cookie, StringComparison.Ordinal));
        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/outer/1/x");
            var next = await SessionEdge.SendAsync(_edge.Edge.Http, request, $"Cookie: {string.Join("; ", cookies)}");
            Assert.Equal((first.Headers.GetValues("X-Backend").Single(), 0), (next.Backend, next.SetCookies.Length));
            Assert.False(next.Echo!.Headers.ContainsKey("cookie"));
        }
    }
}
