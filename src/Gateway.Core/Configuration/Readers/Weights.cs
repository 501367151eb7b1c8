namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>weight</c>: turns per round as a member of a group.</summary>
internal static class Weights
{
    public static IntegerKey Key { get; } = new("weight", 1, 1, 1000, "turns per round as a member of a group. WSO2: `loadbalance.weight`");

    public static int Read(TableReader endpoint) => endpoint.Integer(
        Key, hint: "Weights count against those of the other members. To give it no turn, take it out of the group's members.");
}
