using Gateway.Core.Authentication;
using Gateway.Grains.Tokens;

namespace Gateway.Grains.Tests.Tokens;

public sealed class TokenGrainTests
{
    [Fact]
    public async Task The_cluster_has_one_fetch_under_way_and_one_token_and_stores_nothing()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var token = cluster.Silos.Client.GetGrain<ITokenGrain>("pets/0123");

        var asked = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => token.AskAsync("").AsTask()));
        var fetch = Assert.Single(asked, advice => advice.Step == TokenStep.Fetch);
        Assert.All(asked.Where(advice => advice.Lease == 0), advice => Assert.Equal(TokenStep.Wait, advice.Step));
        await token.PutAsync(fetch.Lease, "sealed", TimeSpan.FromHours(1));

        var told = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => token.AskAsync("").AsTask()));
        Assert.All(told, advice => Assert.Equal((TokenStep.Use, "sealed"), (advice.Step, advice.Token)));
        Assert.All(told, advice => Assert.InRange(advice.For, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1)));

        // What the backend has refused is fetched anew, by one; a failure keeps everybody away for a moment.
        var again = await token.AskAsync("sealed");
        Assert.Equal(TokenStep.Fetch, again.Step);
        await token.FailAsync(again.Lease);
        Assert.Equal(TokenStep.Pause, (await token.AskAsync("")).Step);
        Assert.Empty(cluster.Storage.Writes);
    }
}
