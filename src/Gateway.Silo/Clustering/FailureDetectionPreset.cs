using Gateway.Core.Configuration;
using Orleans.Configuration;
using Orleans.Networking.Shared;

namespace Gateway.Silo.Clustering;

/// <summary>How soon a silo that is gone counts as gone.</summary>
internal static class FailureDetectionPreset
{
    /// <summary>
    /// Fast: a killed silo is found out within 1 to 3 s, one that fell silent in about 6 s, and after a crash of all silos a new one waits
    /// 15 s at most for the rows they left behind. Default: Orleans' own, which are three to ten times as patient.
    /// </summary>
    public static void UseFailureDetection(this ISiloBuilder silo, FailureDetection preset)
    {
        if (preset == FailureDetection.Default)
        {
            return;
        }

        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MinProbeTimeout = TimeSpan.FromMilliseconds(500);
            // Without it no silo is voted dead for a minute after it was last heard of.
            options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            options.NumMissedTableIAmAliveLimit = 3;
        });
    }

    /// <summary>Finds half-open connections in 8 s: Orleans sends no heartbeats between a client and its gateway.</summary>
    public static void UseKeepAlives(this ISiloBuilder silo) => silo.Configure<SocketConnectionOptions>(options =>
    {
        options.KeepAlive = true;
        options.KeepAliveTimeSeconds = 5;
        options.KeepAliveIntervalSeconds = 1;
        options.KeepAliveRetryCount = 3;
    });
}
