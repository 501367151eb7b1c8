using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Refuses what a file can say and no edge can do yet: accepted, it would be silently something else.</summary>
internal static class NotYet
{
    public static void Check(Catalog catalog, ProblemList problems)
    {
        foreach (var endpoint in catalog.Endpoints.Values)
        {
            if (endpoint is LoadBalanceEndpoint { Algorithm: not BalanceAlgorithm.RoundRobin } balance)
            {
                problems.Error(balance.Place, $"the algorithm of endpoint \"{balance.Name}\" is not yet supported",
                    "Its members are dealt by round_robin, with their weights; leave algorithm out.");
            }

            if (endpoint is GroupEndpoint { Settings.Session.Kind: not SessionKind.None })
            {
                problems.Error(endpoint.Place, $"the session of endpoint \"{endpoint.Name}\" is not yet supported",
                    "Leave session out: requests of one client go to any member.");
            }
        }
    }
}
