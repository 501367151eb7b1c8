using Gateway.Core.Configuration;
using Gateway.Silo.Clustering;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

public sealed class AdvertisedAddressTests
{
    [RequiresTheory(NetworkNamespace.Program)]
    [InlineData("10.11.0.9:6379", "10.11.0.2")]
    [InlineData("10.12.0.9:6379", "10.12.0.2")]
    [InlineData("10.99.0.9:6379,10.12.0.9:6379", "10.12.0.2")]
    [InlineData("10.12.0.2:6379", "10.12.0.2")]
    [InlineData("no-such-host.invalid:6379", "10.11.0.2")]
    [InlineData("127.0.0.1:6379", "127.0.0.1")]
    public void On_a_machine_of_several_networks_a_silo_is_known_by_its_address_in_that_of_Redis(string redis, string address)
    {
        using var network = new NetworkNamespace();
        network.AddInterface("first", "10.11.0.2/24");
        network.AddInterface("second", "10.12.0.2/24");
        var cluster = new ClusterSettings(ClusterMode.Redis, redis, "test", "", 0, 0, FailureDetection.Fast, "");

        Assert.Equal(address, network.Run(() => $"{AdvertisedAddress.Of(cluster, new RedisConnection(cluster))}"));
    }
}
