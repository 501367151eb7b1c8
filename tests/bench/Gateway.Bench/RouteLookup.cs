using BenchmarkDotNet.Attributes;
using Gateway.Core.Routing;

namespace Gateway.Bench;

/// <summary>One look-up among 10,000 APIs with 10 resources each; to stay under 1 microsecond and 0 bytes.</summary>
[MemoryDiagnoser]
public class RouteLookup
{
    private readonly RouteTable _table = RouteTable.Build(ManyApis.Make());

    [Benchmark(Description = "exact path", Baseline = true)]
    public RouteOutcome Exact() => Ask("/area42/team3/api7942/1.0.0/pets", "");

    [Benchmark(Description = "template with one variable")]
    public RouteOutcome Template() => Ask("/area42/team3/api7942/1.0.0/pets/4711", "");

    [Benchmark(Description = "template with two variables, default version")]
    public RouteOutcome TwoVariables() => Ask("/area44/team9/api7744/owners/0f8fad5b-d9cb-469f-a165-70867728950e/pets/4711", "");

    [Benchmark(Description = "template with a query")]
    public RouteOutcome Query() => Ask("/area42/team3/api7942/1.0.0/search", "?page=3&q=hamster");

    [Benchmark(Description = "prefix, 40 segments deep")]
    public RouteOutcome Deep() => Ask("/area42/team3/api7942/1.0.0/files" + DeepPath, "");

    [Benchmark(Description = "escaped letters")]
    public RouteOutcome Escaped() => Ask("/area42/team3/api7942/1.0.0/%70ets/caf%c3%a9", "");

    [Benchmark(Description = "no API")]
    public RouteOutcome NoApi() => Ask("/area42/team3/nobody/1.0.0/pets", "");

    [Benchmark(Description = "no API, 40 segments deep")]
    public RouteOutcome NoApiDeep() => Ask(DeepPath, "");

    [Benchmark(Description = "method not allowed")]
    public RouteOutcome WrongMethod() => _table.Match("/area42/team3/api7942/1.0.0/pets/4711", "", "PATCH").Outcome;

    private const string DeepPath =
        "/a/b/c/d/e/f/g/h/i/j/a/b/c/d/e/f/g/h/i/j/a/b/c/d/e/f/g/h/i/j/a/b/c/d/e/f/g/h/i/j";

    private RouteOutcome Ask(string path, string query) => _table.Match(path, query, "GET").Outcome;
}
