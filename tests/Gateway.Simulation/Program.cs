using System.Globalization;
using Gateway.Simulation;
using Gateway.Simulation.Faults;
using Gateway.Simulation.Scale;
using Gateway.Simulation.World;

// Replays seeds of the simulation: see README.md.
if (args is [var only] && int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
{
    var (lines, end) = Replay.Tell(seed);
    Console.WriteLine(Scenario.Draw(seed));
    foreach (var line in lines)
    {
        Console.WriteLine(line);
    }

    Console.WriteLine(end);
    return 0;
}

if (args is [var first, var last]
    && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
    && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
{
    var broken = Campaign.Run(from, to).Where(verdict => verdict.Broken is not null).OrderBy(verdict => verdict.Seed).ToArray();
    foreach (var verdict in broken)
    {
        Console.WriteLine($"Seed {verdict.Seed}: {verdict.Message}");
    }

    Console.WriteLine($"{broken.Length} of {to - from} seeds broke a promise.");
    return broken.Length == 0 ? 0 : 1;
}

if (args is ["fault", var name, var planted] && int.TryParse(planted, NumberStyles.None, CultureInfo.InvariantCulture, out var with))
{
    var fault = PlantedFault.All.First(known => known.Name == name);
    var (lines, end) = Replay.Tell(with, fault.Make(), fault.Adapt);
    Console.WriteLine(string.Join('\n', lines));
    Console.WriteLine(end);
    return 0;
}

if (args is ["scenarios"])
{
    foreach (var fault in PlantedFault.All.DistinctBy(fault => fault.Adapt.Method))
    {
        foreach (var verdict in Campaign.Run(0, 300, adapt: fault.Adapt).Where(verdict => verdict.Broken is not null))
        {
            Console.WriteLine($"Seed {verdict.Seed} as for {fault.Name}: {verdict.Message}");
        }
    }

    return 0;
}

if (args is ["scale"])
{
    ScaleTable.Write(Console.Out);
    return 0;
}

if (args is ["faults"])
{
    foreach (var fault in PlantedFault.All)
    {
        var found = Enumerable.Range(0, 300).Select(candidate => Replay.Run(candidate, fault.Make(), fault.Adapt)).FirstOrDefault(run => run.Broken is not null);
        var isExpected = found is null || fault.Promises.Contains(found.Broken) ? "" : " (not whom it should be)";
        Console.WriteLine($"{fault.Name}: {(found is null ? "nobody noticed" : $"seed {found.Seed}: {found.Message}")}{isExpected}");
    }

    return 0;
}

Console.Error.WriteLine("usage: dotnet run --project tests/Gateway.Simulation -c Release -- SEED | FIRST END | faults | fault NAME SEED | scenarios | scale");
return 2;
