using System.Text.Json;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

/// <summary>The published examples of RFC 6570, every one of them; no deviations are known.</summary>
public class UriTemplateTests
{
    [Theory]
    [InlineData("spec-examples.json", 64)]
    [InlineData("spec-examples-by-section.json", 117)]
    [InlineData("extended-tests.json", 53)]
    [InlineData("negative-tests.json", 36)]
    public void Every_published_example_expands_as_published(string file, int count)
    {
        var cases = Read(file).ToList();

        Assert.Empty(Wrong(cases, Expand));
        Assert.Equal(count, cases.Count);
    }

    /// <summary>The check in front of the package is there for columns; should this ever fail, it has to do more than that.</summary>
    [Theory]
    [InlineData("spec-examples.json")]
    [InlineData("spec-examples-by-section.json")]
    [InlineData("extended-tests.json")]
    [InlineData("negative-tests.json")]
    public void The_package_alone_has_no_deviation_from_the_published_examples(string file) => Assert.Empty(Wrong(Read(file), ExpandByPackage));

    private static IEnumerable<string> Wrong(
        IEnumerable<(string Name, string Template, Dictionary<string, object> Variables, List<string?> Expected)> cases,
        Func<string, Dictionary<string, object>, string?> expand) =>
        cases.Select(c => (c.Name, c.Expected, Actual: expand(c.Template, c.Variables)))
            .Where(c => !c.Expected.Contains(c.Actual))
            .Select(c => $"{c.Name} -> {c.Actual ?? "refused"}");

    private static string? ExpandByPackage(string template, Dictionary<string, object> variables)
    {
        try
        {
            return Std.UriTemplate.Expand(template, variables);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Null for a template that is refused, as the files say false.</summary>
    private static string? Expand(string template, Dictionary<string, object> variables)
    {
        try
        {
            return UriTemplate.TryParse(template, out var parsed, out _, out _) ? parsed.Expand(variables) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Name, string Template, Dictionary<string, object> Variables, List<string?> Expected)> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Routing", "Fixtures", file)));
        foreach (var group in json.RootElement.EnumerateObject())
        {
            var variables = group.Value.GetProperty("variables").EnumerateObject().Where(v => v.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(v => v.Name, v => Value(v.Value), StringComparer.Ordinal);
            foreach (var pair in group.Value.GetProperty("testcases").EnumerateArray())
            {
                var template = pair[0].GetString()!;
                List<string?> expected = pair[1].ValueKind switch
                {
                    JsonValueKind.False => [null],
                    JsonValueKind.Array => [.. pair[1].EnumerateArray().Select(text => text.GetString())],
                    _ => [pair[1].GetString()],
                };
                yield return ($"{file}: {group.Name}: {template}", template, variables, expected);
            }
        }
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(item => item.ToString()).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.ToString()),
        _ => value.ToString(),
    };
}
