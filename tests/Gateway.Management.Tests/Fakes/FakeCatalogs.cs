using System.Collections.Frozen;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;
using Gateway.Management.Views;

namespace Gateway.Management.Tests.Fakes;

internal sealed class FakeCatalogs : ICatalogView
{
    public CatalogRevision? Revision { get; set; } = new(7, Catalogs.Of(
        Catalogs.Leaf("pets-a", "http://user:secret@10.0.0.5:8080/v1", weight: 5),
        Catalogs.Leaf("pets-b", "http://10.0.0.6:8080/v1", weight: 1),
        Catalogs.Group("pets", "pets-a", "pets-b")));

    public ValueTask<CatalogRevision?> ReadAsync(CancellationToken deadline) => ValueTask.FromResult(Revision);
}

internal static class Catalogs
{
    private static readonly SourcePlace Place = new("deployment.toml", 1, 1);

    public static Catalog Of(params Endpoint[] endpoints) =>
        new(endpoints.ToFrozenDictionary(endpoint => endpoint.Name), [], new Bundle("", "hash"));

    public static HttpEndpoint Leaf(string name, string url, int weight) => new(
        name, url,
        new BackendSettings(true, weight, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), SuspensionPolicy.Default, BackendProtocol.Http11),
        Place);

    public static LoadBalanceEndpoint Group(string name, params string[] members) =>
        new(name, [.. members], 1, CursorScope.Cluster, null, Place);
}
