using System.Collections.Frozen;
using Gateway.Core.Addresses;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Configuration;

public class PrototypesTests
{
    private static readonly BackendSettings Settings =
        new(true, 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), SuspensionPolicy.Default, BackendProtocol.Http11);

    private static readonly FrozenDictionary<string, Endpoint> Endpoints = new Endpoint[]
    {
        new HttpEndpoint("a", "http://a", Settings, default),
        new PrototypeEndpoint("p", "http://p", Settings, default),
        Group("trials", "p"), Group("deep", "trials", "p"), Group("mixed", "a", "deep"), Group("others", "a"), Group("circle", "circle", "p"), Group("empty"),
        Dynamic("chooses", "a"), Dynamic("tries", "trials"),
    }.ToFrozenDictionary(endpoint => endpoint.Name);

    [Theory]
    [InlineData("", false, false)]
    [InlineData("nobody", false, false)]
    [InlineData("a", false, false)]
    [InlineData("p", true, true)]
    [InlineData("trials", true, true)]
    [InlineData("deep", true, true)]
    [InlineData("mixed", true, false)]
    [InlineData("others", false, false)]
    [InlineData("circle", true, true)]
    [InlineData("empty", false, false)]
    [InlineData("chooses", false, false)]
    [InlineData("tries", true, false)]
    public void What_lies_behind_an_endpoint_makes_it_a_prototypes(string name, bool reaches, bool isPrototype) =>
        Assert.Equal((reaches, isPrototype), (Prototypes.Reaches(name, Endpoints), Prototypes.IsPrototype(name, Endpoints)));

    private static DynamicEndpoint Dynamic(string name, string target) => new(name, Settings, AllowedHosts.None, default) { Default = target };

    private static LoadBalanceEndpoint Group(string name, params string[] members) => new(name, [.. members], 1, CursorScope.Cluster, null, default);
}
