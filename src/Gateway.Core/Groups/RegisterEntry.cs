using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>What a group's grain knows of one edge.</summary>
internal sealed class RegisterEntry(Guid id)
{
    // An edge pulls every second while it has traffic, and every ten otherwise.
    private static readonly TimeSpan BusyPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrafficFor = TimeSpan.FromSeconds(10);

    /// <summary>The edge's process.</summary>
    public Guid Id { get; } = id;

    /// <summary>The last answer to a Take: repeated word for word when its Seq comes again.</summary>
    public TakeReply? LastTake { get; set; }

    /// <summary>The last answer to a Report.</summary>
    public ReportReply? LastReport { get; set; }

    /// <summary>The node's name; empty until the first Pull or Report.</summary>
    public string Node { get; set; } = "";

    /// <summary>The stamp it named in its last Pull.</summary>
    public Stamp Seen { get; set; }

    /// <summary>When it last named the newest stamp in a Pull.</summary>
    public TimeSpan? CurrentAt { get; set; }

    /// <summary>What it leaves alone by itself.</summary>
    public ImmutableArray<OverlayEntry> Overlays { get; set; } = [];

    /// <summary>How it picks.</summary>
    public EdgeMode Mode { get; set; }

    /// <summary>Whether it has heard that the group is unfenced.</summary>
    public bool IsUnfenced { get; set; }

    /// <summary>How often it pulls; zero until the first Pull.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>Its last call.</summary>
    public TimeSpan LastCall { get; set; }

    /// <summary>Its last Take.</summary>
    public TimeSpan? TookAt { get; set; }

    /// <summary>Whether it has requests for the group.</summary>
    public bool HasTraffic(TimeSpan now) => (TookAt is { } took && now - took <= TrafficFor) || (Period > TimeSpan.Zero && Period <= BusyPeriod);

    /// <summary>Whether it leaves a member alone though the cluster has contradicted it: then it has no evidence to give.</summary>
    public bool HoldsPrivately(string member)
    {
        foreach (var overlay in Overlays)
        {
            if (overlay.Member == member && overlay.IsPrivate)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it leaves a member alone by itself.</summary>
    public bool Avoids(string member)
    {
        foreach (var overlay in Overlays)
        {
            if (overlay.Member == member)
            {
                return true;
            }
        }

        return false;
    }
}
