using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Lists, and tables within the table.</summary>
internal sealed partial class TableReader
{
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

    /// <summary>The file that a key names; null when not set, or when it cannot be had, which has then been reported.</summary>
    public CatalogFile? File(string key) =>
        TextOrNull(key) is { } path ? Reading.Files.Take(path, PlaceOf(key), Problems) : null;

    /// <summary>A name or password: <c>$env{}</c> and <c>$secret{}</c> in it stay as written.</summary>
    public Credential Credential(string key)
    {
        if (!Node.TryGet(key, out var entry))
        {
            return Configuration.Credential.None;
        }

        switch (Reading.Placeholders.Resolve(entry.Value, Scope.Credential))
        {
            case ScalarNode scalar when scalar.Kind == ScalarKind.Text || scalar.FromText:
                return new Credential(scalar.Text);
            case null:
                return Configuration.Credential.None;
            case { } other:
                Wrong(key, other, "a text", $"Write it in double quotes: {key} = \"…\".");
                return Configuration.Credential.None;
        }
    }

    public ImmutableArray<int> Integers(string key, int least, int most)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in List(key, "whole numbers"))
        {
            if (!Whole(item, quoted: false, out var number))
            {
                Wrong(key, item, $"a list of whole numbers from {least} to {most}", "Write digits without quotes.");
            }
            else if (number < least || number > most)
            {
                Problems.Error(item.Place, $"'{key}' in {What} holds {number}, but its numbers must be from {least} to {most}", "");
            }
            else
            {
                numbers.Add((int)number);
            }
        }

        return numbers.ToImmutable();
    }

    /// <summary>A table within this one; null when not set.</summary>
    /// <param name="key">The key.</param>
    /// <param name="form">How to write it.</param>
    public TableReader? Table(string key, string form)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case TableNode table:
                return new TableReader(Reading, table, $"'{key}' of {What}", Scope);
            case { } other:
                Wrong(key, other, "a table", $"Write {form}.");
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
}
