using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Core.Configuration;

/// <summary>An inline table in canonical form: keys in the order added, nothing that is the default.</summary>
internal sealed class InlineToml
{
    private readonly List<string> _keys = [];

    public bool IsEmpty => _keys.Count == 0;

    public void Word(string key, string value) => _keys.Add($"{key} = {CanonicalToml.Quoted(value)}");

    /// <summary>A value that is TOML already.</summary>
    public void Raw(string key, string value) => _keys.Add($"{key} = {value}");

    public void Word(string key, string value, string byDefault)
    {
        if (value != byDefault)
        {
            Word(key, value);
        }
    }

    public void Duration(string key, TimeSpan value, TimeSpan byDefault)
    {
        if (value != byDefault)
        {
            Word(key, Configuration.Duration.Text(value));
        }
    }

    public void Integer(string key, int value, int byDefault)
    {
        if (value != byDefault)
        {
            _keys.Add($"{key} = {value.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    public void Number(string key, double value, double byDefault)
    {
        if (value != byDefault)
        {
            _keys.Add($"{key} = {Float(value)}");
        }
    }

    public void Flag(string key, bool value, bool byDefault)
    {
        if (value != byDefault)
        {
            _keys.Add($"{key} = {(value ? "true" : "false")}");
        }
    }

    public void Table(string key, InlineToml table)
    {
        if (!table.IsEmpty)
        {
            _keys.Add($"{key} = {table}");
        }
    }

    public void Words(string key, ImmutableArray<string> values, ImmutableArray<string> byDefault)
    {
        if (!values.SequenceEqual(byDefault))
        {
            _keys.Add($"{key} = [{string.Join(", ", values.Select(CanonicalToml.Quoted))}]");
        }
    }

    public void Moment(string key, DateTimeOffset? value)
    {
        if (value is { } moment)
        {
            _keys.Add($"{key} = {moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}");
        }
    }

    public void Integers(string key, ImmutableArray<int> values)
    {
        if (!values.IsEmpty)
        {
            _keys.Add($"{key} = [{string.Join(", ", values)}]");
        }
    }

    public override string ToString() => $"{{ {string.Join(", ", _keys)} }}";

    /// <summary>A key as it has to be written: quoted, where it is more than letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static string Key(string key) =>
        key.Length > 0 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : CanonicalToml.Quoted(key);

    /// <summary>The shortest text that is read as the same number, and as TOML's kind with a fraction.</summary>
    internal static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }
}
