namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>weight</c>: turns per round as a member of a group.</summary>
internal static class Weights
{
    public const int Default = 1;

    private const int Most = 1000;

    public static int Read(TableReader endpoint) => endpoint.Integer(
        "weight", Default, 1, Most,
        hint: "Weights count against those of the other members. To give it no turn, take it out of the group's members.");
}
