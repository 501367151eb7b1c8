using System.Net;
using Gateway.Core.Configuration;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>
/// The one connection of a process to Redis, a silo's for membership and storage, an edge's to find silos. Its string is a secret and
/// stays in here; what may be said of it is <see cref="Servers"/>.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer;

    /// <summary>Reads the connection string; connects to nothing yet.</summary>
    /// <exception cref="SiloSettingException">It is no connection string. The message does not quote it.</exception>
    public RedisConnection(ClusterSettings cluster)
    {
        Options = Parse(cluster.Redis);
        Options.AbortOnConnectFail = false;
        Options.ConnectTimeout = Options.SyncTimeout = Options.AsyncTimeout = (int)Patience.TotalMilliseconds;
        Options.ClientName = "gateway";
        _multiplexer = new(() => ConnectionMultiplexer.ConnectAsync(Options));
    }

    /// <summary>Where Redis is, without credentials.</summary>
    public string Servers => string.Join(", ", Options.EndPoints.Select(Name));

    /// <summary>Whether every server is on this machine.</summary>
    public bool IsLoopback => Options.EndPoints.All(server => server switch
    {
        DnsEndPoint name => name.Host == "localhost" || (IPAddress.TryParse(name.Host, out var address) && IPAddress.IsLoopback(address)),
        IPEndPoint numbers => IPAddress.IsLoopback(numbers.Address),
        _ => false,
    });

    internal ConfigurationOptions Options { get; }

    /// <summary>Lets membership, a silo's or a client's, go by this connection.</summary>
    public void Use(RedisClusteringOptions membership)
    {
        membership.ConfigurationOptions = Options;
        membership.CreateMultiplexer = _ => ShareAsync();
    }

    internal async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ShareAsync() => (await _multiplexer.Value.ConfigureAwait(false), true);

    /// <summary>Whether Redis answers.</summary>
    /// <returns>Null, or why not, in one line without secrets.</returns>
    public async Task<string?> ProbeAsync()
    {
        try
        {
            var multiplexer = await _multiplexer.Value.ConfigureAwait(false);
            await multiplexer.GetDatabase().PingAsync().ConfigureAwait(false);
            return null;
        }
        catch (RedisException fault)
        {
            return fault is RedisConnectionException connection ? $"{connection.FailureType}" : fault.GetType().Name;
        }
        catch (TimeoutException)
        {
            return "no answer in time";
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_multiplexer.IsValueCreated)
        {
            await (await _multiplexer.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ConfigurationOptions Parse(string connection)
    {
        try
        {
            if (ConfigurationOptions.Parse(connection) is { EndPoints.Count: > 0 } options)
            {
                return options;
            }
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            // Its message may quote the string, and with it a password.
        }

        throw new SiloSettingException("[cluster] redis is no StackExchange.Redis connection string, such as \"redis:6379\"");
    }

    private static string Name(EndPoint server) => server switch
    {
        DnsEndPoint name => $"{name.Host}:{name.Port}",
        _ => $"{server}",
    };
}
