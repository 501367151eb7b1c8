using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Sessions;
using Gateway.Edge.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Tests.Sessions;

/// <summary>What a catalog from the cluster comes to on a node that has no key to sign with.</summary>
public sealed class GroupAffinitiesTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("session = { type = \"cookie\" }", false, true)]
    [InlineData("session = { type = \"cookie\" }\nalgorithm = \"hash\"", true, true)]
    [InlineData("session = { type = \"soap\" }", true, true)]
    [InlineData("session = { type = \"header\" }", true, false)]
    [InlineData("session = { type = \"client_id\" }", true, false)]
    [InlineData("algorithm = \"hash\"", true, false)]
    public void Without_a_key_nothing_is_signed_and_what_cannot_be_done_is_said(string keys, bool ties, bool isSaid)
    {
        using var log = new RecordedLog();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var catalog = CatalogReader.Read("text", Toml.Endpoint("a", "http://a") + Toml.Group("pets", ["a"], keys)).Value!;
        var affinities = new GroupAffinities([], new ForwardedHeaders([]), TimeProvider.System, loggers.CreateLogger<GroupAffinities>());

        var affinity = affinities.Of(catalog, (GroupEndpoint)catalog.Endpoints["pets"]);
        Assert.Equal((ties, null), (affinity is not null, affinity?.Cookie));
        Assert.Equal(isSaid, log.Lines.Any(line => line.Contains("Group pets has sessions that are signed, and this node has no key", StringComparison.Ordinal)));
    }
}
