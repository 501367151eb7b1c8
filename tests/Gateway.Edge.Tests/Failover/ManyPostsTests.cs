using System.Net;
using Gateway.Core.Endpoints;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

/// <summary>Five hundred POSTs through members that break off in every way: what was promised holds for each of them.</summary>
public sealed class ManyPostsTests
{
    private const int Posts = 500;

    private static readonly Manners[] Rude =
        [Manners.ClosesAtHead, Manners.ResetsAtHead, Manners.ClosesHalfWay, Manners.ClosesAfterOneByte, Manners.ClosesAfterHead];

    [Theory]
    [InlineData(Delivery.AtMostOnce, 0)]
    [InlineData(Delivery.AtMostOnce, 100)]
    [InlineData(Delivery.AtMostOnce, 200_000)]
    [InlineData(Delivery.AtLeastOnce, 100)]
    [InlineData(Delivery.AtLeastOnce, 200_000)]
    public async Task Each_arrives_as_often_as_its_group_promises(Delivery delivery, int length)
    {
        await using var a = new RudeBackend(static (id, _) => MannersFor(id, 0));
        await using var b = new RudeBackend(static (id, _) => MannersFor(id, 1));
        await using var c = new RudeBackend(static (_, _) => Manners.Polite);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", a.Url, Toml.NeverSuspended) + Toml.Endpoint("b", b.Url, Toml.NeverSuspended)
            + Toml.Endpoint("c", c.Url, Toml.NeverSuspended) + Toml.Group("pets", ["a", "b", "c"]) + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        await edge.ChangeAsync(catalog => catalog.Group(
            "pets", settings => settings with { Delivery = delivery, ReplayLimit = 16 * 1024 * 1024, TotalTimeout = TimeSpan.FromMinutes(5) }));

        var statuses = new HttpStatusCode[Posts];
        await Parallel.ForAsync(0, Posts, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pets/1/x");
            request.Headers.Add("X-Id", $"{i}");
            request.Content = length > 0 ? new ByteArrayContent(new byte[length]) : null;
            using var answer = await edge.Http.SendAsync(request, cancellation);
            statuses[i] = answer.StatusCode;
        });

        for (var i = 0; i < Posts; i++)
        {
            var times = Times(a, i) + Times(b, i) + Times(c, i);
            if (delivery == Delivery.AtMostOnce)
            {
                Assert.Equal(1, times);
            }
            else
            {
                // The second member asked may be rude, too; nobody is asked twice.
                Assert.InRange(times, 1, 3);
                Assert.All([a, b, c], member => Assert.InRange(Times(member, i), 0, 1));
            }
        }

        var good = statuses.Count(status => status == HttpStatusCode.OK);
        var served = c.Seen.Count + Served(a, 0) + Served(b, 1);
        Assert.Equal(delivery == Delivery.AtMostOnce ? served : Posts, good);
    }

    // A quarter of what comes to a rude member is served.
    private static Manners MannersFor(string id, int member)
    {
        var number = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
        return (number + member) % 4 == 0 ? Manners.Polite : Rude[number % Rude.Length];
    }

    private static int Served(RudeBackend member, int number) => member.Seen.Keys.Count(id => MannersFor(id, number) == Manners.Polite);

    private static int Times(RudeBackend member, int id) => member.Seen.GetValueOrDefault($"{id}");
}
