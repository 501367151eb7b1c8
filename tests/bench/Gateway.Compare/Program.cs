using System.Text.Json;
using Gateway.Compare;
using Gateway.Compare.Contenders;
using Gateway.Compare.Measuring;
using Gateway.Testing;

if (args.Contains("--help"))
{
    Console.WriteLine(CompareOptions.Usage);
    return 0;
}

var problems = new List<string>();
var options = CompareOptions.Parse(args, problems);
if (problems.Count > 0)
{
    problems.ForEach(Console.Error.WriteLine);
    Console.Error.WriteLine(CompareOptions.Usage);
    return 2;
}

string?[] programs = ["nginx", "wrk", .. options.Contenders.Select(contender => contender.Program)];
var missing = programs.OfType<string>().Distinct().Where(program => !InstalledPrograms.Has(program)).ToArray();
if (missing.Length > 0)
{
    Console.Error.WriteLine($"not installed: {string.Join(", ", missing)}; ./test installs them on Debian as root, --contenders leaves some out");
    return 1;
}

var faults = new List<string>();
var proxies = new List<RunningProxy>();
await using var ground = await Ground.StartAsync(options.BodyBytes);
try
{
    foreach (var contender in options.Contenders)
    {
        Console.WriteLine($"starting  {contender.Name}");
        var proxy = await contender.StartAsync(ground);
        proxies.Add(proxy);
        await Course.CheckAsync(proxy, ground, options.BodyBytes);
    }

    var measurements = await Course.RunAsync(proxies, options, faults);
    var byContender = measurements.ToLookup(m => m.Contender);
    Measurement[] measure = [.. byContender[Roster.Measure]];
    Standing[] standings = [.. proxies.Select(proxy => Standing.Of(proxy.Name, [.. byContender[proxy.Name]], measure))];

    var heading = $"{options.Rounds} rounds of {options.Seconds} s, {options.Connections} connections, {options.BodyBytes} bytes, "
        + $"{Environment.ProcessorCount} processors, .NET {Environment.Version}; × is the ratio to {Roster.Measure}";
    var table = Table.Markdown(standings);
    Console.WriteLine($"\n{heading}\n\n{table}");
    if (options.Out is { } file)
    {
        await File.WriteAllTextAsync(file, Path.GetExtension(file) == ".json"
            ? JsonSerializer.Serialize(new { heading, standings, measurements, faults }, new JsonSerializerOptions { WriteIndented = true })
            : $"{heading}\n\n{table}");
    }
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException or FormatException or HttpRequestException or JsonException)
{
    faults.Add(e.Message);
}
finally
{
    foreach (var proxy in proxies)
    {
        await proxy.DisposeAsync();
    }
}

faults.ForEach(fault => Console.Error.WriteLine($"fault: {fault}"));
return faults.Count == 0 ? 0 : 1;
