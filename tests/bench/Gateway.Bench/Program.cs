using BenchmarkDotNet.Running;
using Gateway.Bench;

// The first word is the topic, the rest is BenchmarkDotNet's.
switch (args)
{
    case ["routes", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(RouteLookup), typeof(RouteTableBuild)]).Run(["--filter", "*", .. rest]);
        return 0;
    case ["scripts", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(ScriptRun)]).Run(["--filter", "*", .. rest]);
        return 0;
    case ["sequences", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(SequenceRuns)]).Run(["--filter", "*", .. rest]);
        return 0;
    case ["decisions", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(RouteDecisions)]).Run(["--filter", "*", .. rest]);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/bench/Gateway.Bench -- routes|scripts|sequences|decisions [options of BenchmarkDotNet]");
        return 2;
}
