using System.Net;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Ten thousand POSTs through backends that break off in every way: what was promised holds for each of them.</summary>
public sealed class ManyPostsTests(ITestOutputHelper output)
{
    private const int Posts = 10_000;
    private const int AtOnce = 32;

    private static readonly Manners[] Rude =
        [Manners.ClosesAfterHead, Manners.ClosesHalfWay, Manners.ClosesAfterOneByte, Manners.ClosesAtHead, Manners.ResetsAtHead];

    [RequiresTheory(RedisProcess.Program)]
    [InlineData("at_most_once")]
    [InlineData("at_least_once")]
    public async Task Ten_thousand_POSTs_arrive_as_often_as_was_promised(string delivery)
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await using var a = new RudeBackend(static (id, _) => MannersFor(id, 0));
        await using var b = new RudeBackend(static (id, _) => MannersFor(id, 1));
        await using var c = new RudeBackend(static (_, _) => Manners.Polite);
        RudeBackend[] backends = [a, b, c];
        cluster.Catalog = cluster.Catalog with
        {
            Backends = [.. backends.Select(backend => backend.Url)], MemberKeys = "suspend = { initial = \"0s\" }", GroupKeys = $"delivery = \"{delivery}\"",
        };
        await cluster.StartNodesAsync(edges: 3);

        var statuses = new int[Posts];
        await Parallel.ForAsync(0, Posts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pets/1.0.0/x") { Content = new ByteArrayContent(new byte[200]) };
            request.Headers.Add("X-Id", $"{i}");
            using var answer = await cluster.Edges[i % 3].Client.SendAsync(request, cancellation);
            statuses[i] = (int)answer.StatusCode;
        });

        var times = Enumerable.Range(0, Posts).Select(i => backends.Sum(backend => backend.Seen.GetValueOrDefault($"{i}"))).ToArray();
        var good = statuses.Count(status => status == (int)HttpStatusCode.OK);
        output.WriteLine($"{delivery}: {good} answered 200; arrived {string.Join(", ", times.CountBy(n => n).OrderBy(n => n.Key).Select(n => $"{n.Key} times: {n.Value}"))}");
        if (delivery == "at_most_once")
        {
            Assert.All(times, (n, i) => Assert.True(n <= 1, $"{i} arrived {n} times"));
            Assert.All(statuses, (status, i) => Assert.True(status == 200 || times[i] == 1, $"{i} was answered {status} and had been sent {times[i]} times"));
        }
        else
        {
            Assert.All(times, (n, i) => Assert.True(n >= 1, $"{i} never arrived"));
            Assert.All(backends, backend => Assert.All(backend.Seen, seen => Assert.Equal(1, seen.Value)));
        }
    }

    // A quarter of what comes to a rude member is served.
    private static Manners MannersFor(string id, int member)
    {
        var number = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
        return (number + member) % 4 == 0 ? Manners.Polite : Rude[number % Rude.Length];
    }
}
