using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Gateway.Core.Routing;

namespace Gateway.Bench;

/// <summary>Building the table of 10,000 APIs with 10 resources each from the read catalog.</summary>
[MemoryDiagnoser]
public class RouteTableBuild
{
    private readonly ImmutableArray<ApiDefinition> _apis = ManyApis.Make();

    [Benchmark(Description = "build, 10,000 APIs")]
    public RouteTable Build() => RouteTable.Build(_apis);
}
