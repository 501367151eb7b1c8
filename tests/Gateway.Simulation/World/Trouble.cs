namespace Gateway.Simulation.World;

/// <summary>Kinds of things that go wrong.</summary>
internal enum TroubleKind
{
    CutEdge,
    CutEdgeLong,
    CrashSilo,
    HangSilo,
    Forget,
    StorageDown,
    StorageHurts,
    RollBack,
    Flush,
    Clock,
    Catalog,
    CatalogLate,
    RestartEdge,
    MemberFalls,
    PathBreaks,
    Operator,
}

/// <summary>What may happen to a cluster.</summary>
internal static class Trouble
{
    private static readonly TroubleKind[] Usual =
    [
        TroubleKind.CutEdge, TroubleKind.CutEdge, TroubleKind.CutEdgeLong, TroubleKind.CrashSilo, TroubleKind.HangSilo, TroubleKind.Forget,
        TroubleKind.Forget, TroubleKind.StorageDown, TroubleKind.StorageHurts, TroubleKind.RollBack, TroubleKind.Flush, TroubleKind.Clock,
        TroubleKind.Catalog, TroubleKind.CatalogLate, TroubleKind.RestartEdge, TroubleKind.MemberFalls, TroubleKind.MemberFalls,
        TroubleKind.MemberFalls, TroubleKind.MemberFalls, TroubleKind.PathBreaks, TroubleKind.PathBreaks, TroubleKind.Operator,
    ];

    private static readonly Ailment[] Ailments = [.. Enum.GetValues<Ailment>().Where(ailment => ailment != Ailment.None)];

    public static void Make(SimulatedCluster cluster)
    {
        var random = cluster.Time.Random;
        var kind = cluster.Scenario.Kinds is { } kinds ? kinds[random.Next(kinds.Length)] : Usual[random.Next(Usual.Length)];
        var edge = cluster.Edges.Count > 0 ? cluster.Edges[random.Next(cluster.Edges.Count)] : null;
        var silo = cluster.Silos[random.Next(cluster.Silos.Count)];
        var member = Member(cluster);
        switch (kind)
        {
            case TroubleKind.CutEdge or TroubleKind.CutEdgeLong when edge is not null:
                Cut(cluster, edge, kind == TroubleKind.CutEdge ? cluster.Time.Between(50, 2500) : cluster.Time.Between(3000, 9000));
                break;
            case TroubleKind.CrashSilo:
                cluster.Crash(silo, cluster.Time.Between(200, 4000));
                break;
            case TroubleKind.HangSilo:
                cluster.Note($"silo {silo.Number}", "hangs");
                silo.Hang(cluster.Time.Between(100, 6000));
                if (random.Next(2) == 0 && cluster.Current?.Silo == silo)
                {
                    cluster.Time.After(cluster.Time.Between(0, 1500), cluster.Forget);
                }

                break;
            case TroubleKind.Forget:
                cluster.Forget();
                break;
            case TroubleKind.StorageDown:
                cluster.Note("storage", "goes down");
                cluster.Storage.GoDown();
                cluster.Time.After(cluster.Time.Between(50, 5000), cluster.Storage.ComeUp);
                break;
            case TroubleKind.StorageHurts:
                cluster.Storage.FailsBefore = random.Next(3) * 0.15;
                cluster.Storage.FailsAfter = random.Next(3) * 0.15;
                cluster.Storage.IsSlow = random.Next(3) * 0.1;
                break;
            case TroubleKind.RollBack:
                cluster.Note("storage", "loses its last write");
                cluster.Seen(Case.RolledBack);
                cluster.Storage.RollBack();
                break;
            case TroubleKind.Flush when random.Next(3) == 0:
                cluster.Note("storage", "loses everything");
                cluster.Storage.Flush();
                break;
            case TroubleKind.Clock:
                silo.ClockSkewMs = random.NextInt64(-3_600_000, 3_600_001);
                break;
            case TroubleKind.Catalog when cluster.Scenario.ChangesCatalog:
                cluster.Configure(Scenario.AnotherCatalog(random));
                break;
            case TroubleKind.CatalogLate:
                silo.CatalogFrom = cluster.Time.Now + cluster.Time.Between(100, 3000);
                break;
            case TroubleKind.RestartEdge when cluster.Edges.Count > 1:
                cluster.Restart(random.Next(cluster.Edges.Count), cluster.Time.Between(20, 1500));
                break;
            case TroubleKind.MemberFalls:
                Fall(cluster, member, Ailments[random.Next(Ailments.Length)], cluster.Time.Between(100, 7000));
                break;
            case TroubleKind.PathBreaks when edge is not null && !cluster.Backends.NodesWithBrokenPathTo(member).Any():
                var ailment = Ailments[random.Next(Ailments.Length)];
                cluster.Note(edge.Node, $"has a broken path to {member}: {ailment}");
                cluster.Backends.BreakPath(edge.Node, member, ailment);
                cluster.Time.After(cluster.Time.Between(500, 9000), () => cluster.Backends.MendPath(edge.Node, member));
                break;
            case TroubleKind.Operator:
                cluster.Command(Words.Draw(random, member));
                break;
        }
    }

    public static void Fall(SimulatedCluster cluster, string member, Ailment ailment, TimeSpan length)
    {
        cluster.Note(member, $"falls ill: {ailment}");
        cluster.Backends.Fall(member, ailment);
        cluster.Time.After(length, () =>
        {
            cluster.Note(member, "recovers");
            cluster.Backends.Recover(member);
        });
    }

    private static void Cut(SimulatedCluster cluster, SimulatedEdge edge, TimeSpan length)
    {
        if (!edge.IsCut)
        {
            cluster.Note(edge.Node, "is cut off");
            edge.IsCut = true;
            cluster.Witnesses.Cut(edge);
            cluster.Time.After(length, () =>
            {
                cluster.Note(edge.Node, "is connected again");
                edge.IsCut = false;
                cluster.Witnesses.Joined(edge);
                edge.Reconnected();
            });
        }
    }

    private static string Member(SimulatedCluster cluster)
    {
        var members = cluster.NewestCatalog.Definition.Members;
        return members[cluster.Time.Random.Next(members.Length)].Id;
    }
}
