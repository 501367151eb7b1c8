using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>What an operator may say in a run.</summary>
internal static class Words
{
    public static AdminCommand Draw(Random random, string member)
    {
        var verb = (AdminVerb)random.Next(4);
        var forMs = random.Next(3) == 0 && verb is not (AdminVerb.Drain or AdminVerb.Off) ? 0 : random.Next(200, 4000);
        return new AdminCommand(member, verb, "a reason", forMs, "ops");
    }
}
