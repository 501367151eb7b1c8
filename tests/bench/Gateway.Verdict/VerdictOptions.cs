namespace Gateway.Verdict;

/// <summary>What a run is asked to do.</summary>
internal sealed record VerdictOptions
{
    public const string Usage = """
        usage: tests/bench/verdict [--outages N] [--edges N] [--rate N] [--gate MS] [--details]

          --outages N   how often a backend dies, after the first outage (50)
          --edges N     real edges (8)
          --rate N      requests a second, over all edges (200)
          --gate MS     the exit code is 1 if p99 is above this (100)
          --details     prints what every log said of every outage
        """;

    public int Outages { get; private init; } = 50;

    public int Edges { get; private init; } = 8;

    public int Rate { get; private init; } = 200;

    public int Gate { get; private init; } = 100;

    public bool Details { get; private init; }

    /// <summary>Reads the command line; every problem is added to <paramref name="problems"/>.</summary>
    public static VerdictOptions Parse(string[] args, List<string> problems)
    {
        var options = new VerdictOptions();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--details")
            {
                options = options with { Details = true };
                continue;
            }

            var (name, value) = (args[i], ++i < args.Length ? args[i] : "");
            options = name switch
            {
                "--outages" => options with { Outages = Positive(name, value, problems) },
                "--edges" => options with { Edges = Positive(name, value, problems) },
                "--rate" => options with { Rate = Positive(name, value, problems) },
                "--gate" => options with { Gate = Positive(name, value, problems) },
                _ => Unknown(options, name, problems),
            };
        }

        return options;
    }

    private static int Positive(string name, string value, List<string> problems)
    {
        if (int.TryParse(value, out var number) && number > 0)
        {
            return number;
        }

        problems.Add($"{name} needs a whole number above 0, not '{value}'");
        return 1;
    }

    private static VerdictOptions Unknown(VerdictOptions options, string argument, List<string> problems)
    {
        problems.Add($"unknown argument: {argument}");
        return options;
    }
}
