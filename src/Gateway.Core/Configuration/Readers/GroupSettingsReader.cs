using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what failover and load-balance groups have in common.</summary>
internal static class GroupSettingsReader
{
    private static readonly Choices<Delivery> Deliveries =
        new([("at_most_once", Delivery.AtMostOnce), ("at_least_once", Delivery.AtLeastOnce)]);

    private static readonly GroupSettings Usual = GroupSettings.OfLoadBalance;

    private static readonly WordKey<Delivery> Sending = new("delivery", Usual.Delivery, Deliveries,
        """
        what goes on to another member once bytes have left. `"at_most_once"`: what HTTP calls idempotent, or has an `Idempotency-Key`. `"at_least_once"`: everything
        """)
    {
        Otherwise = $"`\"{Deliveries.Word(Usual.Delivery)}\"`, failover `\"{Deliveries.Word(GroupSettings.OfFailover.Delivery)}\"`",
    };

    private static readonly BytesKey ReplayLimit = new(
        "replay_limit", Usual.ReplayLimit, 1024, 1024 * 1024 * 1024, "the most of a body that is kept for sending again")
    {
        Otherwise = $"`\"{ByteSize.Text(Usual.ReplayLimit)}\"`, for `\"at_least_once\"` `\"{ByteSize.Text(GroupSettings.OfFailover.ReplayLimit)}\"`",
    };

    private static readonly DurationKey TotalTimeout = new(
        "total_timeout", Usual.TotalTimeout, Limits.Moment, Limits.Day, "the longest a request may take over all tries");

    private static readonly AutoKey Quorum = new(
        "quorum", 1, 1000, """edges that must have seen a failure before the cluster suspends. `"auto"`: 2, or 1 where there is only one edge""");

    private static readonly NumberKey Share = new(
        "max_suspended", Usual.MaxSuspended, 0, 1, "the share of the members that may be suspended at once, over 0");

    private static readonly WordKey<WhenAllSuspended> Exit = new(
        "when_all_suspended", Usual.WhenAllSuspended, new([("fail", WhenAllSuspended.Fail), ("try_anyway", WhenAllSuspended.TryAnyway)]),
        """`"fail"`: the answer is 503. `"try_anyway"`: they are tried all the same""");

    private static readonly DurationKey SlowStart = new(
        "slow_start", Usual.SlowStart, TimeSpan.Zero, TimeSpan.FromHours(1),
        """how long the share of a member that is back grows to its full weight; `"0s"`: at once""");

    public static ImmutableArray<Key> Keys { get; } =
        [Sending, ReplayLimit, TotalTimeout, SessionReader.Key, Quorum, Share, Exit, SlowStart];

    /// <param name="name">The group's name.</param>
    /// <param name="group">Its table.</param>
    /// <param name="draft">The catalog so far.</param>
    /// <param name="usual">The defaults of its kind.</param>
    public static GroupSettings Read(string name, TableReader group, CatalogDraft draft, GroupSettings usual)
    {
        var delivery = group.OneOf(Sending, usual.Delivery);
        return new GroupSettings
        {
            Delivery = delivery,
            ReplayLimit = group.Bytes(ReplayLimit, ReplayLimitFor(delivery)),
            TotalTimeout = group.Duration(TotalTimeout),
            Session = SessionReader.Read(name, group, draft, isFailover: ReferenceEquals(usual, GroupSettings.OfFailover)),
            Quorum = group.AutoOrInteger(
                Quorum, "One edge's word is the least there can be; \"auto\" asks a second one where there is one."),
            MaxSuspended = MaxSuspended(group),
            WhenAllSuspended = group.OneOf(Exit),
            SlowStart = group.Duration(SlowStart),
        };
    }

    public static void Write(GroupSettings settings, GroupSettings usual, CanonicalToml toml)
    {
        toml.Word("delivery", Deliveries.Word(settings.Delivery), Deliveries.Word(usual.Delivery));
        toml.Word("replay_limit", ByteSize.Text(settings.ReplayLimit), ByteSize.Text(ReplayLimitFor(settings.Delivery)));
        toml.Duration("total_timeout", settings.TotalTimeout, TotalTimeout.ByDefault);
        SessionReader.Write(settings.Session, toml);
        if (settings.Quorum is { } quorum)
        {
            toml.Raw("quorum", quorum.ToString());
        }

        toml.Number("max_suspended", settings.MaxSuspended, Share.ByDefault);
        toml.Word("when_all_suspended", Exit.Choices.Word(settings.WhenAllSuspended), Exit.Choices.Word(Exit.ByDefault));
        toml.Duration("slow_start", settings.SlowStart, SlowStart.ByDefault);
    }

    // Whoever wants everything sent on means large bodies too.
    private static long ReplayLimitFor(Delivery delivery) =>
        (delivery == Delivery.AtLeastOnce ? GroupSettings.OfFailover : GroupSettings.OfLoadBalance).ReplayLimit;

    private static double MaxSuspended(TableReader group)
    {
        var share = group.Number(
            Share, "It is the share of the members that may be suspended at once: 0.5 is half of them.");
        if (share == 0)
        {
            group.Problems.Error(group.PlaceOf("max_suspended"), $"'max_suspended' in {group.What} is 0: nothing could ever be suspended",
                "Write a share over 0, up to 1.0. To suspend no member, write suspend = { error_codes = [-1] } in each.");
        }

        return share;
    }
}
