using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Gateway.Management.Views;

namespace Gateway.Management.Revisions;

/// <summary>
/// Makes a catalog the running revision: every edge that is there looks at it first, the grain takes it, and every edge that is
/// there adopts it. Who does not answer in time holds up nothing and is named.
/// </summary>
internal sealed class CatalogChange(IClusterAccess cluster, NodeIdentity node, CatalogSealing sealing, TimeProvider clock)
{
    /// <summary>How long a change may take, from the request to the answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Longer than a new activation of the grain needs to hear of every edge.
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes it so, or says why not.</summary>
    /// <param name="wish">What is wished.</param>
    /// <param name="aborted">Whoever asked has gone. What has been stored by then stays.</param>
    public async Task<ChangeResult> MakeAsync(ChangeWish wish, CancellationToken aborted)
    {
        var until = clock.GetTimestamp() + (long)(Patience.TotalSeconds * clock.TimestampFrequency);
        if (cluster.Grains is not { } grains)
        {
            return new ChangeResult(ChangeStatus.Unreachable);
        }

        var grain = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
        if (await CallAsync(() => grain.ReadAsync(0, ""), aborted).ConfigureAwait(false) is not { } running)
        {
            return new ChangeResult(ChangeStatus.Unreachable);
        }

        var difference = CatalogComparison.Of(Read(running), wish.Catalog);
        if (running.Revision > 0 && running.Hash == wish.Catalog.Bundle.Hash)
        {
            return await AdoptedAsync(grain, new ChangeResult(ChangeStatus.Unchanged) { Revision = running.Revision, Before = running.Revision, Difference = difference }, until, aborted)
                .ConfigureAwait(false);
        }

        if (!CatalogProposal.Fits(wish.Expect, running.Revision))
        {
            return await MovedOnAsync(grain, wish, running, aborted).ConfigureAwait(false);
        }

        var checkedBy = await CheckAsync(grain, sealing.Seal(wish.Catalog), aborted).ConfigureAwait(false);
        var looked = checkedBy with { Revision = running.Revision, Before = running.Revision, Difference = difference };
        return looked.Status != ChangeStatus.Planned || wish.IsPlan
            ? looked
            : await ProposeAsync(grain, wish, running, difference, until, aborted).ConfigureAwait(false);
    }

    /// <summary>The catalog that a grain's answer brings; null: there is none, or this node cannot read it.</summary>
    public Catalog? Read(CatalogAnswer answer) =>
        answer.Text is { } text ? sealing.Open($"revision {answer.Revision}", text, answer.Hash).Value : null;

    /// <summary>The catalog of a revision that is remembered.</summary>
    public ReadResult<Catalog> Read(KeptBundle bundle) => sealing.Open($"revision {bundle.Number}", bundle.Text, bundle.Hash);

    private async Task<ChangeResult> CheckAsync(ICatalogGrain grain, string text, CancellationToken aborted)
    {
        var ticket = Guid.NewGuid().ToString("N");
        var since = clock.GetTimestamp();
        try
        {
            var isStaged = false;
            while (true)
            {
                if (!isStaged)
                {
                    var staged = await CallAsync(async () => (object)await grain.StageAsync(ticket, text).ConfigureAwait(false), aborted).ConfigureAwait(false);
                    if (staged is not true)
                    {
                        return new ChangeResult(staged is null ? ChangeStatus.Unreachable : ChangeStatus.Busy);
                    }
                }

                if (await CallAsync(() => grain.VerdictsAsync(ticket), aborted).ConfigureAwait(false) is not { } round)
                {
                    return new ChangeResult(ChangeStatus.Unreachable);
                }

                isStaged = round.IsKnown;
                if (round.Verdicts.Any(verdict => !verdict.Problems.IsEmpty))
                {
                    return new ChangeResult(ChangeStatus.EdgesRefuse) { Edges = round.Edges.Edges, Verdicts = round.Verdicts };
                }

                if (clock.GetElapsedTime(since) >= CheckPatience || (isStaged && round.Edges.IsSettled && HasAll(round)))
                {
                    return new ChangeResult(ChangeStatus.Planned) { Edges = round.Edges.Edges, Verdicts = round.Verdicts };
                }

                await Task.Delay(Pause, clock, aborted).ConfigureAwait(false);
            }
        }
        finally
        {
            await CallAsync(async () => { await grain.UnstageAsync(ticket).ConfigureAwait(false); return ticket; }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool HasAll(RoundReply round) =>
        round.Edges.Edges.Where(edge => edge.IsHere).All(edge => round.Verdicts.Any(verdict => verdict.Node == edge.Node));

    private async Task<ChangeResult> ProposeAsync(
        ICatalogGrain grain, ChangeWish wish, CatalogAnswer running, CatalogDifference difference, long until, CancellationToken aborted)
    {
        var proposal = new CatalogProposal(sealing.Seal(wish.Catalog), wish.Catalog.Bundle.Hash, node.Id, running.Revision, Wins: true) { Expect = wish.Expect, Origin = wish.Origin };
        var answer = await CallAsync(() => grain.ProposeAsync(proposal), aborted).ConfigureAwait(false);
        return answer switch
        {
            null => new ChangeResult(ChangeStatus.Unknown),
            { Status: CatalogStatus.MovedOn } => await MovedOnAsync(grain, wish, answer, aborted).ConfigureAwait(false),
            { Status: CatalogStatus.Refused } => new ChangeResult(ChangeStatus.Refused) { Revision = answer.Revision, Problems = [.. answer.Problems] },
            _ => await AdoptedAsync(
                grain,
                new ChangeResult(answer.Status == CatalogStatus.Accepted ? ChangeStatus.Applied : ChangeStatus.Unchanged)
                {
                    Revision = answer.Revision,
                    Before = running.Revision,
                    Difference = difference,
                },
                until, aborted).ConfigureAwait(false),
        };
    }

    // Waits until every edge that is there serves the revision, or cannot.
    private async Task<ChangeResult> AdoptedAsync(ICatalogGrain grain, ChangeResult result, long until, CancellationToken aborted)
    {
        while (true)
        {
            var reply = await CallAsync(() => grain.EdgesAsync(), aborted).ConfigureAwait(false);
            result = reply is null ? result : result with { Edges = reply.Edges };
            if (clock.GetTimestamp() >= until || (reply is { IsSettled: true } && reply.Edges.All(edge => edge.StateAt(result.Revision) != EdgeState.Behind)))
            {
                return result;
            }

            await Task.Delay(Pause, clock, aborted).ConfigureAwait(false);
        }
    }

    private async Task<ChangeResult> MovedOnAsync(ICatalogGrain grain, ChangeWish wish, CatalogAnswer running, CancellationToken aborted)
    {
        // The text comes only to those who lack it.
        var now = running.Text is not null ? running : await CallAsync(() => grain.ReadAsync(0, ""), aborted).ConfigureAwait(false);
        var expected = await CallAsync(async () => (object?)await grain.BundleAsync(wish.Expect).ConfigureAwait(false) ?? "", aborted).ConfigureAwait(false) as KeptBundle;
        var (before, after) = (expected is null ? null : Read(expected).Value, now is null ? null : Read(now));
        return new ChangeResult(ChangeStatus.MovedOn)
        {
            Revision = running.Revision,
            Before = running.Revision,
            Difference = before is not null && after is not null ? CatalogComparison.Of(before, after) : null,
        };
    }

    private async Task<T?> CallAsync<T>(Func<ValueTask<T>> call, CancellationToken aborted)
        where T : class
    {
        using var deadline = new Deadline(clock, aborted, CallPatience);
        return await ClusterCall.TryAsync(call, deadline.Token).ConfigureAwait(false);
    }
}
