using Gateway.Core.Groups;
using Orleans.Concurrency;

namespace Gateway.Grains.EndpointGroups;

/// <summary>
/// Holds what all edges share of one endpoint group. Keyed by the endpoint's name. Answers at once: nothing parks here, because
/// a parked call would block a graceful stop.
/// </summary>
[Alias("gateway.IEndpointGroupGrain")]
public interface IEndpointGroupGrain : IGrainWithStringKey
{
    /// <summary>Deals turns. Safe to repeat with the same <see cref="TakeRequest.Seq"/>.</summary>
    [Alias("Take")]
    ValueTask<TakeReply> TakeAsync(TakeRequest request);

    /// <summary>Says what is new, and registers the edge and its observer.</summary>
    /// <param name="request">What the edge has.</param>
    /// <param name="observer">Who is told of news between two pulls; null for nobody.</param>
    [Alias("Pull")]
    ValueTask<PullReply> PullAsync(PullRequest request, IGroupObserver? observer);

    /// <summary>Brings evidence. Safe to repeat with the same <see cref="ReportRequest.Seq"/>.</summary>
    [Alias("Report")]
    ValueTask<ReportReply> ReportAsync(ReportRequest request);

    /// <summary>The group for an operator's eyes.</summary>
    /// <param name="revision">The newest catalog revision the caller knows of.</param>
    [Alias("Describe")]
    ValueTask<GroupDescription> DescribeAsync(long revision);
}

/// <summary>An edge's ear. Messages may be lost: the next Pull repairs that.</summary>
[Alias("gateway.IGroupObserver")]
public interface IGroupObserver : IGrainObserver
{
    /// <summary>Brings a group's news.</summary>
    [OneWay, Alias("Nudge")]
    Task NudgeAsync(string group, GroupNews news);
}
