using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>
/// Takes values out of a table: placeholders resolved, types and ranges checked. What is wrong is reported and the default taken,
/// so that the reading goes on to the next problem.
/// </summary>
/// <param name="reading">The configuration being read.</param>
/// <param name="node">The table.</param>
/// <param name="what">The table as messages call it, such as <c>[server]</c>.</param>
/// <param name="scope">Whose part of the file it is.</param>
internal sealed class TableReader(Reading reading, TableNode node, string what, Scope scope)
{
    public Reading Reading { get; } = reading;

    public ProblemList Problems => Reading.Problems;

    public TableNode Node { get; } = node;

    public string What { get; } = what;

    public SourcePlace Place => Node.Place;

    public Scope Scope { get; } = scope;

    /// <summary>The same table under a name that says more.</summary>
    public TableReader Named(string what) => new(Reading, Node, what, Scope);

    public bool Has(string key) => Node.TryGet(key, out _);

    /// <summary>Where a key's value stands; the table itself when it has no such key.</summary>
    public SourcePlace PlaceOf(string key) => Node.Find(key)?.Place ?? Place;

    /// <summary>Where a key stands; the table itself when it has no such key.</summary>
    public SourcePlace KeyPlace(string key) => Node.TryGet(key, out var entry) ? entry.Place : Place;

    public string Text(string key, string byDefault) => TextOrNull(key) ?? byDefault;

    /// <summary>A text; null when not set, or when it is none, which has then been reported.</summary>
    public string? TextOrNull(string key)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case ScalarNode scalar when scalar.Kind == ScalarKind.Text || scalar.FromText:
                return scalar.Text;
            case { } other:
                Wrong(key, other, "a text", $"Write it in double quotes: {key} = \"…\".");
                return null;
        }
    }

    /// <summary>A whole number in a range.</summary>
    /// <param name="key">The key.</param>
    /// <param name="byDefault">What it is when not set.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="quoted">Whether digits in quotes are taken too, as WSO2 writes its ports.</param>
    public int Integer(string key, int byDefault, int least, int most, bool quoted = false)
    {
        var value = Value(key);
        if (value is null)
        {
            return byDefault;
        }

        if (!Whole(value, quoted, out var number))
        {
            Wrong(key, value, $"a whole number from {least} to {most}", $"Write digits without quotes: {key} = {byDefault}.");
            return byDefault;
        }

        if (number < least || number > most)
        {
            Problems.Error(value.Place, $"'{key}' in {What} is {number}, but must be from {least} to {most}", "");
            return byDefault;
        }

        return (int)number;
    }

    public double Number(string key, double byDefault, double least, double most)
    {
        var value = Value(key);
        if (value is null)
        {
            return byDefault;
        }

        double? number = value switch
        {
            ScalarNode { Kind: ScalarKind.Float } real => real.Number,
            ScalarNode { Kind: ScalarKind.Integer } whole => whole.Integer,
            ScalarNode { Kind: ScalarKind.Text, FromText: true } text
                when double.TryParse(text.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => null,
        };
        if (number is not { } known)
        {
            Wrong(key, value, "a number", $"Write it without quotes: {key} = {byDefault.ToString("0.0###", CultureInfo.InvariantCulture)}.");
            return byDefault;
        }

        if (!(known >= least && known <= most))
        {
            Problems.Error(value.Place, $"'{key}' in {What} must be from {least} to {most}", "");
            return byDefault;
        }

        return known;
    }

    public bool Flag(string key, bool byDefault)
    {
        switch (Value(key))
        {
            case null:
                return byDefault;
            case ScalarNode { Kind: ScalarKind.Boolean } flag:
                return flag.Integer != 0;
            case ScalarNode { Kind: ScalarKind.Text, FromText: true, Text: "true" or "false" } text:
                return text.Text == "true";
            case { } other:
                Wrong(key, other, "true or false", $"Write it without quotes: {key} = {(byDefault ? "true" : "false")}.");
                return byDefault;
        }
    }

    public TimeSpan Duration(string key, TimeSpan byDefault, TimeSpan least, TimeSpan most)
    {
        var value = Value(key);
        if (value is null)
        {
            return byDefault;
        }

        if (value is not ScalarNode { Kind: ScalarKind.Text } text || !Configuration.Duration.TryParse(text.Text, out var duration))
        {
            Wrong(key, value, "a duration", $"Write a whole number with a unit, ms, s, m, h or d, in quotes: {key} = \"{Configuration.Duration.Text(byDefault < most ? byDefault : least)}\".");
            return byDefault;
        }

        if (duration < least || duration > most)
        {
            Problems.Error(text.Place,
                $"'{key}' in {What} is {text.Text}, but must be from {Configuration.Duration.Text(least)} to {Configuration.Duration.Text(most)}", "");
            return byDefault;
        }

        return duration;
    }

    public T OneOf<T>(string key, T byDefault, Choices<T> choices) where T : struct, Enum =>
        TextOrNull(key) is { } word ? choices.Read(word, byDefault, key, this) : byDefault;

    /// <summary>A list of values, each resolved; empty when not set.</summary>
    public ImmutableArray<TomlNode> List(string key, string of)
    {
        switch (Value(key))
        {
            case null:
                return [];
            case ArrayNode list:
                return [.. list.Items.Select(item => Reading.Placeholders.Resolve(item, Scope)).OfType<TomlNode>()];
            case { } other:
                Wrong(key, other, $"a list of {of}", $"Write it in square brackets: {key} = [ … ].");
                return [];
        }
    }

    /// <summary>A list of texts with their places.</summary>
    public ImmutableArray<ScalarNode> Texts(string key, string of)
    {
        var texts = ImmutableArray.CreateBuilder<ScalarNode>();
        foreach (var item in List(key, of))
        {
            if (item is ScalarNode { Kind: ScalarKind.Text } text)
            {
                texts.Add(text);
            }
            else
            {
                Wrong(key, item, $"a list of {of}", "Write each in double quotes.");
            }
        }

        return texts.ToImmutable();
    }

    public ImmutableArray<int> Integers(string key, int least, int most)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in List(key, "whole numbers"))
        {
            if (Whole(item, quoted: false, out var number) && number >= least && number <= most)
            {
                numbers.Add((int)number);
            }
            else
            {
                Wrong(key, item, $"a list of whole numbers from {least} to {most}", "Write digits without quotes.");
            }
        }

        return numbers.ToImmutable();
    }

    /// <summary>A table within this one; null when not set.</summary>
    public TableReader? Table(string key, string example)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case TableNode table:
                return new TableReader(Reading, table, $"'{key}' of {What}", Scope);
            case { } other:
                Wrong(key, other, "a table", $"Write {key} = {example}.");
                return null;
        }
    }

    /// <summary>The tables of a list written with <c>[[…]]</c>, or inline; empty when not set.</summary>
    /// <param name="key">The key.</param>
    /// <param name="header">How its header is written.</param>
    public IEnumerable<TableReader> Tables(string key, string header)
    {
        switch (Value(key))
        {
            case null:
                yield break;
            case ArrayNode list:
                foreach (var item in list.Items)
                {
                    if (item is TableNode table)
                    {
                        yield return new TableReader(Reading, table, header, Scope);
                    }
                    else
                    {
                        Wrong(key, item, "a list of tables", $"Write each under a header of its own, {header}.");
                    }
                }

                yield break;
            case TableNode table:
                Problems.Error(table.Place, $"{header} needs double square brackets", $"There may be several: write {header}.");
                yield break;
            case { } other:
                Wrong(key, other, "a list of tables", $"Write each under a header of its own, {header}.");
                yield break;
        }
    }

    private TomlNode? Value(string key) => Node.TryGet(key, out var entry) ? Reading.Placeholders.Resolve(entry.Value, Scope) : null;

    private static bool Whole(TomlNode value, bool quoted, out long number)
    {
        number = value is ScalarNode { Kind: ScalarKind.Integer } whole ? whole.Integer : 0;
        return value is ScalarNode { Kind: ScalarKind.Integer }
            || (value is ScalarNode { Kind: ScalarKind.Text } text && (quoted || text.FromText)
                && long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number));
    }

    private void Wrong(string key, TomlNode value, string wanted, string hint) =>
        Problems.Error(value.Place, $"'{key}' in {What} must be {wanted}, not {value.Description}", hint);
}
