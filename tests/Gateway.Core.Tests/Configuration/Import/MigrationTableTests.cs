using System.Text.RegularExpressions;
using Gateway.Core.Configuration;
using Gateway.Core.Tests.Mediation.Sequences;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>What docs/migrating-from-wso2.md promises of endpoint types and mediators is what is read.</summary>
public sealed partial class MigrationTableTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "migrating-from-wso2.md"));

    public static TheoryData<string, bool> Mediators()
    {
        var data = new TheoryData<string, bool>();
        foreach (var row in Rows("### Mediators"))
        {
            foreach (Match name in Quoted().Matches(row[0]))
            {
                data.Add(name.Groups[1].Value, row[1] != "no");
            }
        }

        return data;
    }

    public static TheoryData<string, bool> EndpointTypes()
    {
        var data = new TheoryData<string, bool>();
        foreach (var row in Rows("## Endpoint types").Where(row => row[0].StartsWith('`') && !row[0].StartsWith("`INLINE", StringComparison.Ordinal) && !row[0].StartsWith("`MOCKED", StringComparison.Ordinal)))
        {
            data.Add(row[0].Trim('`'), row[1] != "refused");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mediators))]
    public void A_mediator_is_supported_if_the_table_says_so(string mediator, bool isSupported)
    {
        var refusal = $"the mediator <{mediator}> is not supported";

        Assert.Equal(!isSupported, Flow.Problems($"<{mediator}/>").Any(problem => problem.Contains(refusal, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_mediator_is_missing_in_the_table()
    {
        var known = Flow.Problems("<zzzzzzzzzz/>").Single().Split("There are: ")[1].TrimEnd('.').Split(", ");

        Assert.True(known.Length > 15);
        Assert.Empty(known.Except(Mediators().Where(row => (bool)row[1]).Select(row => (string)row[0])));
    }

    [Theory]
    [MemberData(nameof(EndpointTypes))]
    public void An_endpoint_type_is_imported_if_the_table_says_so(string type, bool isImported)
    {
        const string Backends = "\"production_endpoints\": [{\"url\": \"http://a\"}], \"wsdlendpointService\": \"S\", \"wsdlendpointPort\": \"P\"";
        var result = Importing.Single($"{{\"endpoint_type\": \"{type}\", {Backends}}}", "orders.json");

        Assert.Equal(isImported, !result.Problems.Any(problem => problem.Severity == Severity.Error));
    }

    private static IEnumerable<string[]> Rows(string heading) => Lines
        .SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith('#'))
        .Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
