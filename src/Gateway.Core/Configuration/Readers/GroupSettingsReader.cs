using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what failover and load-balance groups have in common.</summary>
internal static class GroupSettingsReader
{
    private const long LeastReplay = 1024;
    private const long MostReplay = 1024 * 1024 * 1024;
    private const int MostEdges = 1000;

    private static readonly TimeSpan LongestSlowStart = TimeSpan.FromHours(1);

    private static readonly Choices<Delivery> Deliveries =
        new([("at_most_once", Delivery.AtMostOnce), ("at_least_once", Delivery.AtLeastOnce)]);

    private static readonly Choices<WhenAllSuspended> Exits =
        new([("fail", WhenAllSuspended.Fail), ("try_anyway", WhenAllSuspended.TryAnyway)]);

    public static ImmutableArray<string> Keys { get; } =
        ["delivery", "replay_limit", "total_timeout", "session", "quorum", "max_suspended", "when_all_suspended", "slow_start"];

    /// <param name="name">The group's name.</param>
    /// <param name="group">Its table.</param>
    /// <param name="draft">The catalog so far.</param>
    /// <param name="usual">The defaults of its kind.</param>
    public static GroupSettings Read(string name, TableReader group, CatalogDraft draft, GroupSettings usual)
    {
        var delivery = group.OneOf("delivery", usual.Delivery, Deliveries);
        return new GroupSettings
        {
            Delivery = delivery,
            ReplayLimit = group.Bytes("replay_limit", ReplayLimitFor(delivery), LeastReplay, MostReplay),
            TotalTimeout = group.Duration("total_timeout", usual.TotalTimeout, Limits.Moment, Limits.Day),
            Session = SessionReader.Read(name, group, draft, isFailover: ReferenceEquals(usual, GroupSettings.OfFailover)),
            Quorum = group.AutoOrInteger(
                "quorum", 1, MostEdges, "One edge's word is the least there can be; \"auto\" asks a second one where there is one."),
            MaxSuspended = MaxSuspended(group, usual.MaxSuspended),
            WhenAllSuspended = group.OneOf("when_all_suspended", usual.WhenAllSuspended, Exits),
            SlowStart = group.Duration("slow_start", usual.SlowStart, TimeSpan.Zero, LongestSlowStart),
        };
    }

    public static void Write(GroupSettings settings, GroupSettings usual, CanonicalToml toml)
    {
        toml.Word("delivery", Deliveries.Word(settings.Delivery), Deliveries.Word(usual.Delivery));
        toml.Word("replay_limit", ByteSize.Text(settings.ReplayLimit), ByteSize.Text(ReplayLimitFor(settings.Delivery)));
        toml.Duration("total_timeout", settings.TotalTimeout, usual.TotalTimeout);
        SessionReader.Write(settings.Session, toml);
        if (settings.Quorum is { } quorum)
        {
            toml.Raw("quorum", quorum.ToString());
        }

        toml.Number("max_suspended", settings.MaxSuspended, usual.MaxSuspended);
        toml.Word("when_all_suspended", Exits.Word(settings.WhenAllSuspended), Exits.Word(usual.WhenAllSuspended));
        toml.Duration("slow_start", settings.SlowStart, usual.SlowStart);
    }

    // Whoever wants everything sent on means large bodies too.
    private static long ReplayLimitFor(Delivery delivery) =>
        (delivery == Delivery.AtLeastOnce ? GroupSettings.OfFailover : GroupSettings.OfLoadBalance).ReplayLimit;

    private static double MaxSuspended(TableReader group, double usual)
    {
        var share = group.Number(
            "max_suspended", usual, 0, 1, "It is the share of the members that may be suspended at once: 0.5 is half of them.");
        if (share == 0)
        {
            group.Problems.Error(group.PlaceOf("max_suspended"), $"'max_suspended' in {group.What} is 0: nothing could ever be suspended",
                "Write a share over 0, up to 1.0. To suspend no member, write suspend = { error_codes = [-1] } in each.");
        }

        return share;
    }
}
