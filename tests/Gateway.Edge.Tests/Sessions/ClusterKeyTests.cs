using System.Text;
using Gateway.Core.Configuration;
using Gateway.Management.Keys;
using Gateway.Management;

namespace Gateway.Edge.Tests.Sessions;

public sealed class ClusterKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-key-").FullName;

    private string File => Path.Combine(_folder, "cluster-key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_embedded_gateway_makes_a_key_once_that_only_its_owner_can_read()
    {
        var made = ClusterKey.Of(Cluster(ClusterMode.Embedded));

        Assert.Equal(32, made.Length);
        Assert.Equal(made, ClusterKey.Of(Cluster(ClusterMode.Embedded)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Theory]
    [InlineData(ClusterMode.Embedded)]
    [InlineData(ClusterMode.Redis)]
    public void A_key_of_the_configuration_is_taken_and_none_is_made(ClusterMode mode)
    {
        const string Key = "a key of 32 characters, or longer";

        Assert.Equal(Encoding.UTF8.GetBytes(Key), ClusterKey.Of(Cluster(mode) with { Key = Key }));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void An_edge_of_a_cluster_without_a_key_has_none() => Assert.Empty(ClusterKey.Of(Cluster(ClusterMode.Redis)));

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void A_file_that_holds_no_key_is_named_with_its_remedy(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var fault = Assert.Throws<NodeStartException>(() => ClusterKey.Of(Cluster(ClusterMode.Embedded)));
        Assert.Equal($"{File} does not hold a key; delete it: another one is made, and sessions begin anew", fault.Message);
    }

    private ClusterSettings Cluster(ClusterMode mode) => new(mode, "", "gateway", "", 0, 0, FailureDetection.Fast, _folder);
}
