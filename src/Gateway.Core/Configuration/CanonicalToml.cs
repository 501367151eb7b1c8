using System.Collections.Immutable;
using System.Text;

namespace Gateway.Core.Configuration;

/// <summary>
/// Writes TOML in one form only: keys in a fixed order, nothing that is the default, one way to quote. Texts that mean the same
/// are then the same.
/// </summary>
internal sealed class CanonicalToml
{
    private readonly StringBuilder _text = new();

    public void Header(string header)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append("[[").Append(header).Append("]]\n");
    }

    public void Text(string key, string value) => Raw(key, Quoted(value));

    public void Flag(string key, bool value, bool byDefault)
    {
        if (value != byDefault)
        {
            Raw(key, value ? "true" : "false");
        }
    }

    public void Integer(string key, int value, int byDefault)
    {
        if (value != byDefault)
        {
            Raw(key, value.ToString());
        }
    }

    public void Bytes(string key, long value, long byDefault)
    {
        if (value != byDefault)
        {
            Text(key, ByteSize.Text(value));
        }
    }

    public void Duration(string key, TimeSpan value, TimeSpan byDefault)
    {
        if (value != byDefault)
        {
            Text(key, Configuration.Duration.Text(value));
        }
    }

    public void Number(string key, double value, double byDefault)
    {
        if (value != byDefault)
        {
            Raw(key, InlineToml.Float(value));
        }
    }

    public void Word(string key, string value, string byDefault)
    {
        if (value != byDefault)
        {
            Text(key, value);
        }
    }

    public void Table(string key, InlineToml table)
    {
        if (!table.IsEmpty)
        {
            Raw(key, table.ToString());
        }
    }

    public void Texts(string key, ImmutableArray<string> values) => Raw(key, $"[{string.Join(", ", values.Select(Quoted))}]");

    /// <summary>Writes a value that is TOML already.</summary>
    public void Raw(string key, string value) => _text.Append(key).Append(" = ").Append(value).Append('\n');

    public override string ToString() => _text.ToString();

    internal static string Quoted(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append($"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
