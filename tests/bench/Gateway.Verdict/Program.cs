using Gateway.Testing;
using Gateway.Verdict;

if (args.Contains("--help"))
{
    Console.WriteLine(VerdictOptions.Usage);
    return 0;
}

var problems = new List<string>();
var options = VerdictOptions.Parse(args, problems);
if (problems.Count > 0)
{
    problems.ForEach(Console.Error.WriteLine);
    Console.Error.WriteLine(VerdictOptions.Usage);
    return 2;
}

string[] missing = [.. new[] { NginxProcess.Program, RedisProcess.Program }.Where(program => !InstalledPrograms.Has(program))];
if (missing.Length > 0)
{
    Console.Error.WriteLine($"not installed: {string.Join(", ", missing)}; ./test installs them on Debian as root");
    return 1;
}

try
{
    await using var ground = await Ground.StartAsync(options);
    var course = await Course.RunAsync(ground, options);
    Console.WriteLine(course.Report(options));
    return course.Passes(options) ? 0 : 1;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException or HttpRequestException)
{
    Console.Error.WriteLine($"fault: {e.Message}");
    return 1;
}
