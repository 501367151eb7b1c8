using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Management.Groups;
using Gateway.Management.Tests.Fakes;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Management.Tests;

public sealed class GroupRoutesTests
{
    private const string Clusters =
        """
        {"view":"cluster","name":"pets","kind":"load_balance","mode":"degraded","epoch":1700000000000,"version":3,"offset":42,"members":[
        {"id":"pets-a","url":"http://10.0.0.5:8080/v1","state":"active","suspendedForMs":0,"suspensions":0,"weight":5,"evidence":[],"operator":null,"provisional":false,"asked":[],"contradicted":[],"trial":null,"cause":null,"nextSuspensionMs":null,"quorum":null},
        {"id":"pets-b","url":"http://10.0.0.6:8080/v1","state":"active","suspendedForMs":0,"suspensions":0,"weight":1,"evidence":[],"operator":null,"provisional":false,"asked":[],"contradicted":[],"trial":null,"cause":null,"nextSuspensionMs":null,"quorum":null}],
        "edges":[{"id":"edge-2","snapshotAgeMs":120,"overlay":["pets-b"],"private":["pets-b"],"mode":"degraded","unfenced":true}],"current":null,
        "quorum":{"configured":"3","inForce":2,"isClamped":true},"unfenced":false,"ring":{"positions":[0,1],"next":0}}
        """;

    private const string Own =
        """
        {"view":"local","name":"pets","kind":"load_balance","mode":"degraded","epoch":5,"version":6,"offset":7,"members":[
        {"id":"pets-a","url":"http://10.0.0.5:8080/v1","state":"suspended","suspendedForMs":900,"suspensions":2,"weight":5,
        "evidence":[{"node":"edge-1","cause":"101503","ageMs":100}],"operator":null,"provisional":false,"asked":[],"contradicted":[],"trial":null,"cause":null,"nextSuspensionMs":null,"quorum":null}],
        "edges":[{"id":"edge-1","snapshotAgeMs":8000,"overlay":["pets-a"],"private":[],"mode":"degraded","unfenced":false}],"current":null,"quorum":null,"unfenced":false,"ring":null}
        """;

    [Fact]
    public async Task The_grain_tells_the_truth_and_the_edge_its_mode()
    {
        await using var node = await TestNode.StartAsync();
        node.Groups.Views["pets"] = OwnView;
        node.Cluster.Describe = (name, revision) => ValueTask.FromResult(Describe(name, revision));

        Assert.Equal((200, Clusters.ReplaceLineEndings("")), await node.GetAsync("/v1/groups/pets"));
    }

    [Theory]
    [InlineData("not connected")]
    [InlineData("fails")]
    [InlineData("throws at once")]
    public async Task An_edge_that_cannot_reach_the_cluster_answers_its_own_view(string trouble)
    {
        await using var node = await TestNode.StartAsync();
        node.Groups.Views["pets"] = OwnView;
        node.Cluster.IsConnected = trouble != "not connected";
        node.Cluster.Describe = trouble == "fails"
            ? (_, _) => ValueTask.FromException<GroupDescription>(new TimeoutException())
            : (_, _) => throw new ObjectDisposedException("client");

        Assert.Equal((200, Own.ReplaceLineEndings("")), await node.GetAsync("/v1/groups/pets"));
    }

    [Fact]
    public async Task A_verdict_comes_with_the_evidence_behind_it()
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.Describe = (name, revision) => ValueTask.FromResult(Describe(name, revision) with
        {
            Snapshot = Describe(name, revision).Snapshot with
            {
                Verdicts = [new MemberVerdict(4, Core.Suspension.MemberState.Suspended, OperatorWord.None, 900, 2, 1), new MemberVerdict(1, default, OperatorWord.Off, 0, 0, 1)],
                Current = 1,
            },
            Members =
            [
                new MemberDescription("pets-a", CauseKind.Failures, true, [new EvidenceEntry("edge-1", 101503, FailureStage.Connect, 40)], ["edge-3"], ["edge-2"], "", "", "", 0)
                {
                    Evidence = [new EvidenceEntry("edge-4", 101504, FailureStage.Answer, 9000)],
                    NextSuspensionMs = 60_000,
                    Quorum = 2,
                },
                new MemberDescription("pets-b", CauseKind.Operator, false, [], [], [], "", "disk", "operator at edge-1", 5000),
            ],
            IsUnfenced = true,
        });

        var (_, body) = await node.GetAsync("/v1/groups/pets");

        Assert.Contains(
            "\"state\":\"suspended\",\"suspendedForMs\":900,\"suspensions\":2,\"weight\":5,"
            + "\"evidence\":[{\"node\":\"edge-4\",\"cause\":\"101504 Send timeout\",\"ageMs\":9000},{\"node\":\"edge-1\",\"cause\":\"101503 Error connecting to the back end\",\"ageMs\":40}],"
            + "\"operator\":null,\"provisional\":true,\"asked\":[\"edge-2\"],\"contradicted\":[\"edge-3\"],\"trial\":null,"
            + "\"cause\":\"failures\",\"nextSuspensionMs\":60000,\"quorum\":2}", body, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"off\"", body, StringComparison.Ordinal);
        Assert.Contains("\"operator\":{\"reason\":\"disk\",\"by\":\"operator at edge-1\",\"forMs\":5000}", body, StringComparison.Ordinal);
        Assert.EndsWith("\"current\":\"pets-b\",\"quorum\":{\"configured\":\"3\",\"inForce\":2,\"isClamped\":true},\"unfenced\":true,\"ring\":{\"positions\":[0,1],\"next\":0}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ring_is_told_with_the_place_of_the_cursor_where_turns_decide_and_is_not_too_long()
    {
        await using var node = await TestNode.StartAsync();
        var pets = (LoadBalanceEndpoint)node.Catalogs.Revision!.Catalog.Endpoints["pets"];
        var leaves = node.Catalogs.Revision.Catalog.Endpoints.Values.OfType<LeafEndpoint>();

        Assert.Equal("""{"positions":[0,0,1,0],"next":1}""", await RingAsync(pets, [0, 0, 1, 0]));
        Assert.Equal("null", await RingAsync(pets, Enumerable.Repeat(0, 257)));
        Assert.Equal("null", await RingAsync(pets with { Algorithm = BalanceAlgorithm.Hash }, [0, 1]));
        Assert.Equal("null", await RingAsync(pets with { Cursor = CursorScope.Local }, [0, 1]));

        async Task<string> RingAsync(LoadBalanceEndpoint group, IEnumerable<int> ring)
        {
            node.Catalogs.Revision = new CatalogRevision(7, Catalogs.Of([.. leaves, group]));
            node.Cluster.Describe = (name, revision) => ValueTask.FromResult(Describe(name, revision) with
            {
                Snapshot = Describe(name, revision).Snapshot with { Ring = [.. ring], RingBase = 37 },
            });
            return JsonDocument.Parse((await node.GetAsync("/v1/groups/pets")).Body).RootElement.GetProperty("ring").GetRawText();
        }
    }

    [Fact]
    public async Task A_grain_that_hangs_is_given_one_second_for_the_whole_page()
    {
        var clock = new FakeTimeProvider();
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        node.Groups.Views["pets"] = OwnView;
        var asked = new TaskCompletionSource();
        node.Cluster.Describe = (_, _) =>
        {
            asked.TrySetResult();
            return new ValueTask<GroupDescription>(new TaskCompletionSource<GroupDescription>().Task);
        };

        var answer = node.GetAsync("/v1/groups");
        await asked.Task;
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(
            (200, $"{{\"view\":\"local\",\"total\":1,\"offset\":0,\"limit\":100,\"groups\":[{Own.ReplaceLineEndings("")}],\"unanswered\":[]}}"),
            await answer);
    }

    [Fact]
    public async Task A_node_without_views_says_which_groups_nobody_could_tell_of()
    {
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<IGroupViews, NoGroupViews>());

        Assert.Equal(
            (200, """{"view":"local","total":1,"offset":0,"limit":100,"groups":[],"unanswered":["pets"]}"""), await node.GetAsync("/v1/groups"));
        Assert.Equal(503, (await node.GetAsync("/v1/groups/pets")).Status);
    }

    [Fact]
    public async Task A_node_that_knows_no_catalog_says_so()
    {
        await using var node = await TestNode.StartAsync();
        node.Catalogs.Revision = null;

        Assert.Equal(503, (await node.GetAsync("/v1/groups")).Status);
        Assert.Equal(503, (await node.GetAsync("/v1/groups/pets")).Status);
    }

    [Theory]
    [InlineData("", 100, "g000", "g099")]
    [InlineData("?offset=249", 1, "g249", "g249")]
    [InlineData("?offset=250", 0, null, null)]
    [InlineData("?offset=10&limit=5", 5, "g010", "g014")]
    [InlineData("?limit=1000", 250, "g000", "g249")]
    public async Task Many_groups_come_in_pages_by_name(string query, int count, string? first, string? last)
    {
        await using var node = await TestNode.StartAsync();
        var most = 0;
        var now = 0;
        node.Catalogs.Revision = new CatalogRevision(1, Catalogs.Of(
            [Catalogs.Leaf("a", "http://a", 1), .. Enumerable.Range(0, 250).Select(number => Catalogs.Group($"g{number:000}", "a"))]));
        node.Cluster.Describe = async (name, revision) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return Describe(name, revision);
        };

        var (status, body) = await node.GetAsync("/v1/groups" + query);

        Assert.Equal(200, status);
        using var page = JsonDocument.Parse(body);
        var names = page.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()).ToArray();
        Assert.Equal(250, page.RootElement.GetProperty("total").GetInt32());
        Assert.Equal((count, first, last), (names.Length, names.FirstOrDefault(), names.LastOrDefault()));
        Assert.InRange(most, 0, 16);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("offset=-1")]
    [InlineData("offset=99999999999")]
    [InlineData("offset=x")]
    public async Task A_page_that_cannot_be_meant_is_refused(string query)
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal(400, (await node.GetAsync("/v1/groups?" + query)).Status);
    }

    [Theory]
    [InlineData("http://user:pass@host:1/a@b", "http://host:1/a@b")]
    [InlineData("https://key@host", "https://host")]
    [InlineData("http://a@b@host?x=@", "http://host?x=@")]
    [InlineData("http://host/{uri.var.id}", "http://host/{uri.var.id}")]
    [InlineData("no address", "no address")]
    public void A_password_in_an_address_is_not_shown(string url, string shown) => Assert.Equal(shown, GroupDrawing.WithoutUser(url));

    private static GroupView OwnView => new(
        "pets", GroupMode.Degraded, 5, 6, 7, [new MemberView("pets-a", Views.MemberState.Suspended, 900, 2, 5, [new EvidenceView("edge-1", "101503", 100)])],
        8000, ["pets-a"]);

    private static GroupDescription Describe(string name, long revision) => new(
        new GroupSnapshot(
            new Stamp(new Epoch(1_700_000_000_000, 1), 3), revision, [new GroupMember("pets-a", 5), new GroupMember("pets-b", 1)], 1, 0,
            ImmutableArray.Create(0, 1), [default, default], -1),
        name == "pets" ? 42 : 0, 0, [new RegisteredEdge("edge-2", 120, false, ["pets-b"]) { SnapshotAgeMs = 120, Private = ["pets-b"], Mode = EdgeMode.Degraded, IsUnfenced = true }])
    {
        Quorum = 3,
        QuorumInForce = 2,
    };
}
