using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>How a failover group chooses the substitute.</summary>
public enum FailoverOrder
{
    /// <summary>Round robin from outage to outage.</summary>
    Rotate,

    /// <summary>The first one that is available: WSO2's scan.</summary>
    Listed,
}

/// <summary>WSO2's failover endpoint: one member serves, the others stand in for it.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Members">Names of leaf endpoints or of other groups, each once, in the order written: the first is the primary.</param>
/// <param name="Weight">Turns per ring as a member of another group; default 1.</param>
/// <param name="Order">How the substitute is chosen.</param>
/// <param name="ReturnToPrimary">Whether the first member takes over again when it is back.</param>
/// <param name="Settings">What groups have in common.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record FailoverEndpoint(
    string Name, ImmutableArray<string> Members, int Weight, FailoverOrder Order, bool ReturnToPrimary, GroupSettings Settings,
    SourcePlace Place) : GroupEndpoint(Name, Members, Weight, Place);
