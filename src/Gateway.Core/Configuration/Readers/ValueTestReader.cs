using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Mediation.Rules;

namespace Gateway.Core.Configuration.Readers;

/// <summary>
/// Reads what a condition asks of a value: a text, a list of which it is one, or <c>{ prefix = … }</c>, <c>{ suffix = … }</c>,
/// <c>{ regex = … }</c>, <c>{ present = … }</c>.
/// </summary>
internal static class ValueTestReader
{
    private const string Form = "It may be \"text\", [\"one\", \"other\"], { prefix = \"…\" }, { suffix = \"…\" }, { regex = \"…\" } or { present = true }.";

    /// <summary>The keys of a test that is a table: exactly one of them.</summary>
    public static KeySet Keys { get; } = new("test",
    [
        Key.Optional("prefix", "text", "the value begins with it"),
        Key.Optional("suffix", "text", "the value ends with it"),
        Key.Optional("regex", "text", "the whole value matches it, as in WSO2's `filter`; no look-arounds, no back references"),
        Key.Optional("present", "true or false", "whether there is such a value"),
    ]);

    /// <summary>Reads one; null when it is not set, or cannot be used, which has been reported.</summary>
    public static ValueTest? Read(TableReader table, string key)
    {
        switch (table.Value(key))
        {
            case null:
                return null;
            case TableNode:
                return Special(table.Table(key, Form)!);
            case ArrayNode { Items.Count: > 0 } list:
                var texts = table.List(key, "texts").Select(Plain).ToArray();
                return texts.Contains(null) ? Refuse(table, key, list) : new ValueTest(ValueTestKind.Equals, [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)]);
            case { } value:
                return Plain(value) is { } text ? ValueTest.Of(text) : Refuse(table, key, value);
        }
    }

    /// <summary>Writes one as TOML.</summary>
    public static string Text(ValueTest test)
    {
        var special = new InlineToml();
        switch (test.Kind)
        {
            case ValueTestKind.Equals when test.Texts.Length == 1:
                return CanonicalToml.Quoted(test.Texts[0]);
            case ValueTestKind.Equals:
                return $"[{string.Join(", ", test.Texts.Select(CanonicalToml.Quoted))}]";
            case ValueTestKind.Present or ValueTestKind.Absent:
                special.Raw("present", test.Kind == ValueTestKind.Present ? "true" : "false");
                break;
            default:
                special.Word(test.Kind switch { ValueTestKind.Prefix => "prefix", ValueTestKind.Suffix => "suffix", _ => "regex" }, test.Texts[0]);
                break;
        }

        return special.ToString();
    }

    // Numbers and truth values are compared as JSON writes them.
    private static string? Plain(TomlNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Text } text => text.Text,
        ScalarNode { Kind: ScalarKind.Integer } number => number.Integer.ToString(CultureInfo.InvariantCulture),
        ScalarNode { Kind: ScalarKind.Boolean } flag => flag.Integer != 0 ? "true" : "false",
        _ => null,
    };

    private static ValueTest? Special(TableReader table)
    {
        Keys.Check(table);
        var set = Keys.Acted.Where(table.Has).Order(StringComparer.Ordinal).ToArray();
        if (set.Length != 1)
        {
            table.Problems.Error(table.Place, set.Length == 0 ? $"{table.What} asks nothing" : $"{table.What} has both '{set[0]}' and '{set[1]}'", Form);
            return null;
        }

        if (set[0] == "present")
        {
            return new ValueTest(table.Flag("present", byDefault: true) ? ValueTestKind.Present : ValueTestKind.Absent, []);
        }

        if (table.TextOrNull(set[0]) is not { } text)
        {
            return null;
        }

        if (set[0] == "regex" && !ValueMatcher.TryCompile(text, out _, out var error))
        {
            table.Problems.Error(table.PlaceOf("regex"), $"'regex' in {table.What} cannot be used: {error}",
                "It is .NET's syntax without look-arounds and back references, and is compared with the whole value: \"gold|silver.*\".");
            return null;
        }

        return new ValueTest(set[0] switch { "prefix" => ValueTestKind.Prefix, "suffix" => ValueTestKind.Suffix, _ => ValueTestKind.Regex }, [text]);
    }

    private static ValueTest? Refuse(TableReader table, string key, TomlNode value)
    {
        table.Problems.Error(value.Place, $"'{key}' in {table.What} cannot be {value.Description}", Form);
        return null;
    }
}
