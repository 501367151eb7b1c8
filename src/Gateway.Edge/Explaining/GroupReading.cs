using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Edge.Addresses;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Pipeline;
using Gateway.Grains.EndpointGroups;
using Gateway.Management.Explain;
using Gateway.Management.Views;

namespace Gateway.Edge.Explaining;

/// <summary>Foretells whom a group would pick for a request.</summary>
internal sealed class GroupReading(EdgeGroups groups, GroupViews views, AddressGates gates, ReplayFiles files, IClusterAccess cluster)
{
    /// <summary>Reads one group.</summary>
    /// <param name="request">The request; a tie of its session is put on it.</param>
    /// <param name="bodyLength">The length of its body.</param>
    /// <param name="name">The group, or a single backend.</param>
    /// <returns>Nothing where the edge has no such group.</returns>
    public async ValueTask<(ExplainedGroup? Group, PickForecast? Forecast)> ReadAsync(GatewayRequest request, int bodyLength, string name)
    {
        if (!groups.Shells.TryGetValue(name, out var shell) || views.Find(name) is not { } view)
        {
            return (null, null);
        }

        var wish = await WishAsync(request, bodyLength, name);
        var foretold = shell.With((group, now) => group.Forecast(wish, null, now));
        if (foretold.Basis == PickBasis.NextTurn && await NextTurnAsync(name, request) is { } next)
        {
            foretold = shell.With((group, now) => group.Forecast(wish, next, now));
        }

        var plan = shell.With(static (group, _) => group.Plan);
        return (GroupWords.Draw(plan, view, foretold), foretold);
    }

    /// <summary>Whether this edge leaves an address alone that an endpoint has learnt from requests.</summary>
    public bool IsLeftAlone(string endpoint, string authority) => gates.LeftAlone(endpoint)
        .Any(address => address.Authority == authority && address.LeftAloneFor > TimeSpan.Zero);

    // As a group's handler does when a request comes in; one that stands alone carries any trial of its own.
    private async ValueTask<PickWish> WishAsync(GatewayRequest request, int bodyLength, string name)
    {
        if (request.Catalog!.Catalog.Endpoints[name] is not GroupEndpoint group)
        {
            return new PickWish(MaySendOn: true, 0);
        }

        var maySendOn = (group.Settings.Delivery == Delivery.AtLeastOnce || request.IsIdempotent) && bodyLength <= group.Settings.ReplayLimit;
        if (request.Catalog.HandlerNamed(name) is not GroupEndpointHandler { Affinity: { } affinity })
        {
            return new PickWish(maySendOn, 0);
        }

        if (affinity.BodyRead > 0 && request.HasBody)
        {
            request.KeepBody(files, affinity.BodyRead);
        }

        if (await affinity.TieAsync(request) is not { } tie)
        {
            return new PickWish(maySendOn, 0);
        }

        request.Tie = tie;
        return tie.Wish with { MaySendOn = maySendOn };
    }

    private async Task<(Epoch Epoch, long Offset)?> NextTurnAsync(string name, GatewayRequest request)
    {
        if (cluster.Grains is not { } grains)
        {
            return null;
        }

        var asking = DescribeAsync(grains, name, request.Catalog!.Revision).WaitAsync(request.Http.RequestAborted);
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return asking.IsCompletedSuccessfully ? (asking.Result.Snapshot.Stamp.Epoch, asking.Result.Offset) : null;
    }

    // A client that has gone throws at once instead of answering with a failed task; async makes both one.
    private static async Task<GroupDescription> DescribeAsync(IGrainFactory grains, string name, long revision) =>
        await grains.GetGrain<IEndpointGroupGrain>(name).DescribeAsync(revision);
}
