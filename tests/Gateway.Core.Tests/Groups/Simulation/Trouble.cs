namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>What may happen to a cluster.</summary>
internal static class Trouble
{
    private static readonly string[] Catalogs = ["a b c", "c b a", "b c", "a:5 b c", "d a:2 b", "e d c b a", "c", "b:3 a:2 f"];

    public static bool Make(World world)
    {
        var random = world.Time.Random;
        var edge = world.Edges[random.Next(world.Edges.Count)];
        switch (random.Next(16))
        {
            case 0 or 1:
                edge.IsCut = true;
                world.Time.After(world.Time.Between(50, 2500), () => edge.IsCut = false);
                break;
            case 2 or 3:
                world.Crash();
                break;
            case 4 or 5:
                world.Forget();
                break;
            case 6:
                world.Storage.IsUp = false;
                world.Time.After(world.Time.Between(50, 1500), () => world.Storage.IsUp = true);
                break;
            case 7:
                world.Storage.RollBack();
                break;
            case 8:
                world.ClockSkewMs = random.Next(-1, 2) * 3_600_000;
                break;
            case 9 or 10:
                world.Configure(Catalogs[random.Next(Catalogs.Length)]);
                break;
            case 11:
                world.Restart(random.Next(world.Edges.Count));
                break;
            case 12 or 13:
                world.Break(((char)('a' + random.Next(6))).ToString(), world.Time.Between(100, 2000));
                break;
        }

        return true;
    }
}
