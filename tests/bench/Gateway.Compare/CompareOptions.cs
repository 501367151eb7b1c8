using Gateway.Compare.Contenders;

namespace Gateway.Compare;

/// <summary>What a run of the comparison is asked to do.</summary>
internal sealed record CompareOptions
{
    public const string Usage = """
        usage: tests/bench/compare [--seconds N] [--connections C] [--contenders A,B,...] [--body BYTES] [--rounds R] [--out FILE]

          --seconds N       length of one measurement (3)
          --connections C   connections that wrk holds open (64)
          --contenders A,B  who takes part; yarp always does, it is the measure (all)
          --body BYTES      size of the backends' answer (128)
          --rounds R        measurements of each contender, in turns (12)
          --out FILE        writes the table there as well: .json as JSON, anything else as markdown
        """;

    public int Seconds { get; private init; } = 3;

    public int Connections { get; private init; } = 64;

    public int BodyBytes { get; private init; } = 128;

    public int Rounds { get; private init; } = 12;

    public string? Out { get; private init; }

    public IReadOnlyList<Contender> Contenders { get; private init; } = Roster.All;

    /// <summary>Reads the command line; every problem is added to <paramref name="problems"/>.</summary>
    public static CompareOptions Parse(string[] args, List<string> problems)
    {
        var options = new CompareOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = Positive(args[i], value, problems) },
                "--connections" => options with { Connections = Positive(args[i], value, problems) },
                "--body" => options with { BodyBytes = Positive(args[i], value, problems) },
                "--rounds" => options with { Rounds = Positive(args[i], value, problems) },
                "--out" when value.Length > 0 => options with { Out = Path.GetFullPath(value) },
                "--contenders" => options with { Contenders = Roster.Select(value, problems) },
                _ => Unknown(options, args[i], problems),
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

    private static CompareOptions Unknown(CompareOptions options, string argument, List<string> problems)
    {
        problems.Add($"unknown argument or no value: {argument}");
        return options;
    }
}
