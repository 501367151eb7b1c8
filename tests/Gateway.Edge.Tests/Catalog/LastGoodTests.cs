using System.Text;
using Gateway.Core.Configuration;
using Gateway.Edge.Catalog;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Grains.Catalog;
using Gateway.Management;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Tests.Catalog;

/// <summary>The last revision that the cluster gave an edge, on its disk.</summary>
public sealed class LastGoodTests : IDisposable
{
    private static readonly Core.Configuration.Catalog Pets = CatalogReader.Read("x", Toml.Endpoint("a", "http://a") + Toml.Api("pets", "a")).Value!;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-last-good-").FullName;
    private readonly RecordedLog _log = new();
    private readonly ILoggerFactory _logs;

    public LastGoodTests() => _logs = LoggerFactory.Create(logging => logging.AddProvider(_log));

    private string File => Directory.GetFiles(Path.Combine(_folder, "data")).Single();

    public void Dispose()
    {
        _logs.Dispose();
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_was_kept_comes_back_after_a_restart_and_only_its_user_may_read_it()
    {
        Of().Keep(Kept(7), "own");

        var kept = Of().Read("own");

        Assert.Equal((7, Pets.Bundle, "history"), (kept?.Revision, kept?.Catalog.Bundle, kept?.Cluster));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void The_last_one_counts()
    {
        var last = Of();
        last.Keep(Kept(7), "own");
        last.Keep(Kept(8), "own");

        Assert.Equal(8, Of().Read("own")?.Revision);
    }

    [Theory]
    [InlineData("another file", "gateway", "redis:6379")]
    [InlineData("own", "other", "redis:6379")]
    [InlineData("own", "gateway", "elsewhere:6379")]
    public void It_does_not_count_for_another_file_or_another_cluster(string own, string cluster, string redis)
    {
        Of().Keep(Kept(7), "own");

        Assert.Null(Of(cluster, redis).Read(own));
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData("url = \"http://a\"", "url = \"http://evil\"")]
    [InlineData("# 7\n", "# seven\n")]
    [InlineData("# 7\n", "\n")]
    [InlineData("revision 2", "revision 3")]
    [InlineData("[[endpoint]]", "[[endpoint")]
    public void One_that_is_damaged_does_not_count_and_is_said(string part, string damaged)
    {
        Of().Keep(Kept(7), "own");
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains(part, text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text.Replace(part, damaged, StringComparison.Ordinal));

        Assert.Null(Of().Read("own"));
        Assert.Contains("does not count: it is damaged, or another version wrote it", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_one_there_is_nothing_to_say()
    {
        Assert.Null(Of().Read("own"));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_disk_that_does_not_take_it_is_said_and_nothing_else_happens()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "data"), "in the way");

        Of().Keep(Kept(7), "own");

        Assert.Contains("cannot be kept", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_secrets_are_sealed_with_the_clusters_key_and_another_key_is_said()
    {
        var secret = CatalogReader.Read("x", Toml.Endpoint("a", "http://a", "security = { type = \"basic\", username = \"u\", password = \"hunter2\" }") + Toml.Api("pets", "a")).Value!;
        Of(key: "one").Keep(Kept(7) with { Catalog = secret }, "own");

        Assert.DoesNotContain("hunter2", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal(secret.Bundle, Of(key: "one").Read("own")?.Catalog.Bundle);
        Assert.Null(Of(key: "two").Read("own"));
        Assert.Contains("does not count: its secrets are sealed with the cluster's key", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private static KeptRevision Kept(long revision) => new(revision, Pets, "history");

    private LastGood Of(string cluster = "gateway", string redis = "redis:6379", string key = "") => new(
        new ClusterSettings(ClusterMode.Redis, redis, cluster, "", 0, 0, FailureDetection.Fast, Path.Combine(_folder, "data")),
        new NodeIdentity("host-9480", "edge", "0.1.0"), new CatalogSealing(Encoding.UTF8.GetBytes(key)), _logs.CreateLogger<LastGood>());
}
