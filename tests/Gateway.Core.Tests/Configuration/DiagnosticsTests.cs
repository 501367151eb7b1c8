namespace Gateway.Core.Tests.Configuration;

/// <summary>
/// Each file in <c>Cases</c> and, in the file of the same name beside it, what its reader says. A first line <c># check: …</c> holds
/// the options, one with <c># environment: …</c> the environment variables. With <c>GATEWAY_WRITE_EXPECTED=1</c> what is said now is
/// written there: read the difference before it is committed.
/// </summary>
public sealed class DiagnosticsTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Configuration", "Cases");

    public static TheoryData<string> Cases() => [.. Directory.GetFiles(Folder, "*.toml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Everything_wrong_with_a_file_is_said_with_place_and_remedy(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        var options = Words(text, "# check: ");
        var environment = Words(text, "# environment: ").Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var set = options.Index().Where(option => option.Index > 0 && options[option.Index - 1] == "--set").Select(option => option.Item);

        var result = Reading.Read(
            text, options.Contains("silo") ? Core.Configuration.NodeKind.Silo : Core.Configuration.NodeKind.Edge, environment, [.. set],
            options.Contains("--strict"), file);

        var said = string.Concat(result.Problems.Select(problem => $"{problem}\n"));
        var expected = Path.ChangeExtension(file, ".expected");
        if (Environment.GetEnvironmentVariable("GATEWAY_WRITE_EXPECTED") == "1")
        {
            File.WriteAllText(Path.Combine(Folder, expected), said);
            File.WriteAllText(Path.Combine(ArchitectureTests.FindRoot(), "tests", "Gateway.Core.Tests", "Configuration", "Cases", expected), said);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(Folder, expected)), said);
        Assert.Equal(said.Contains(": error: ", StringComparison.Ordinal), result.Value is null);
    }

    [Fact]
    public void No_secret_of_any_case_is_repeated_in_what_is_said()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.expected"))
        {
            Assert.DoesNotContain("hunter2", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    private static string[] Words(string text, string line) =>
        text.Split('\n').Where(candidate => candidate.StartsWith(line, StringComparison.Ordinal))
            .SelectMany(found => found[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
}
