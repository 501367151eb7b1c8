using System.Reflection;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Reference;

namespace Gateway.Core.Tests.Configuration;

/// <summary>
/// <c>docs/configuration.md</c> says what the readers do. With <c>GATEWAY_WRITE_EXPECTED=1</c> its generated places are written anew.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly string Document = Path.Combine(ArchitectureTests.FindRoot(), "docs", "configuration.md");

    [Fact]
    public void The_document_shows_every_key_just_as_it_is_read()
    {
        var written = File.ReadAllText(Document);
        var made = ConfigurationReference.Fill(written, out var problems);
        if (Environment.GetEnvironmentVariable("GATEWAY_WRITE_EXPECTED") == "1")
        {
            File.WriteAllText(Document, made);
            written = made;
        }

        Assert.Empty(problems);
        Assert.True(made == written, $"""
            docs/configuration.md does not say what is read, beginning at "{FirstDifference(written, made)}".
            Write it anew: GATEWAY_WRITE_EXPECTED=1 dotnet test tests/Gateway.Core.Tests --filter ReferenceTests
            """);
    }

    [Fact]
    public void No_table_that_is_read_is_missing_from_the_reference()
    {
        var known = ReferenceTables.All;
        var defined =
            from type in typeof(KeySet).Assembly.GetTypes()
            where !type.IsGenericTypeDefinition
            from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let keys = member switch
            {
                FieldInfo { FieldType: var of } field when of == typeof(KeySet) => (KeySet?)field.GetValue(null),
                PropertyInfo { PropertyType: var of } property when of == typeof(KeySet) => (KeySet?)property.GetValue(null),
                _ => null,
            }
            where keys is not null && !known.Contains(keys)
            select $"{type.Name}: {keys.Name}; add it to ReferenceTables";

        Assert.Empty(defined.Distinct());
        Assert.Equal(known.Length, known.Select(keys => keys.Name).Distinct().Count());
    }

    [Fact]
    public void A_key_that_is_given_no_place_is_named_with_the_place_to_give_it()
    {
        var document = File.ReadAllText(Document).Replace("<!-- generated: keys of retry -->", "<!-- generated: keys of suspend -->", StringComparison.Ordinal);

        ConfigurationReference.Fill(document, out var problems);

        Assert.Equal("'disabled_error_codes' of retry stands nowhere: give it a place, <!-- generated: keys of retry -->", Assert.Single(problems));
    }

    [Fact]
    public void A_place_for_what_is_not_known_and_one_without_an_end_are_problems()
    {
        ConfigurationReference.Fill("<!-- generated: keys of sever -->\n", out var problems);

        Assert.StartsWith("nothing is known that is called 'keys of sever'; tables: [server], ", problems[0], StringComparison.Ordinal);
        Assert.Equal("the last place has no end: <!-- end of generated -->", problems[1]);
    }

    [Fact]
    public void A_table_alone_has_a_line_for_each_key_with_form_default_and_meaning()
    {
        Assert.Equal(
            """
            | key of `retry` | value | default | meaning |
            | --- | --- | --- | --- |
            | `disabled_error_codes` | list of codes, -1 to 999999 | `[]` | failures after which no other member is tried. WSO2: `retryConfig/disabledErrorCodes` |
            | `enabled_error_codes` | list of codes, -1 to 999999 | `[]` | if it is not empty, the only failures after which one is. WSO2: `retryConfig/enabledErrorCodes` |

            """, ConfigurationReference.Table("retry"));
        Assert.Null(ConfigurationReference.Table("retries"));
    }

    private static string FirstDifference(string written, string made) =>
        made.Split('\n').Zip(written.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second) is ({ } line, _) ? line : "the end";
}
