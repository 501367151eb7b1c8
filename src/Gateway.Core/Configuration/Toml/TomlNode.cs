namespace Gateway.Core.Configuration.Toml;

/// <summary>A value of a TOML file that remembers where it stands.</summary>
/// <param name="place">The value's first character; for a table with a header, the header's bracket.</param>
internal abstract class TomlNode(SourcePlace place)
{
    /// <summary>Where the value stands.</summary>
    public SourcePlace Place { get; internal set; } = place;

    /// <summary>What it is in the user's words, with its article.</summary>
    public abstract string Description { get; }

    /// <summary>The same value at another place: what a placeholder stands for belongs to the place of the placeholder.</summary>
    public abstract TomlNode At(SourcePlace place);
}

/// <summary>The kinds of simple values.</summary>
internal enum ScalarKind
{
    Text,
    Integer,
    Float,
    Boolean,
    Date,
}

/// <summary>A simple value.</summary>
/// <param name="place">Its first character.</param>
/// <param name="kind">What it is.</param>
/// <param name="text">The text of a text; a date as written; the digits as the user wrote them when the value comes from an override; else empty.</param>
/// <param name="integer">The value of an integer; 1 for true.</param>
/// <param name="number">The value of a float.</param>
internal sealed class ScalarNode(SourcePlace place, ScalarKind kind, string text, long integer = 0, double number = 0) : TomlNode(place)
{
    public ScalarKind Kind { get; } = kind;

    public string Text { get; } = text;

    public long Integer { get; } = integer;

    public double Number { get; } = number;

    /// <summary>Whether the value came about by a placeholder or an override, where everything is text first.</summary>
    public bool FromText { get; init; }

    /// <summary>Whether the file holds the text letter by letter behind one quote: its characters' places can be counted.</summary>
    public bool AsWritten { get; init; }

    public override string Description => Kind switch
    {
        ScalarKind.Text => "a text",
        ScalarKind.Integer => "a whole number",
        ScalarKind.Float => "a number with a fraction",
        ScalarKind.Boolean => "true or false",
        _ => "a date",
    };

    public override TomlNode At(SourcePlace place) => new ScalarNode(place, Kind, Text, Integer, Number) { FromText = FromText };

    public ScalarNode AsFromText(string text) => new(Place, Kind, text, Integer, Number) { FromText = true };
}

/// <summary>A list of values, or of tables.</summary>
/// <param name="place">Its bracket, or its first header.</param>
/// <param name="ofTables">Whether it was written with <c>[[headers]]</c>, to which more may be added later in the file.</param>
internal sealed class ArrayNode(SourcePlace place, bool ofTables) : TomlNode(place)
{
    public bool OfTables { get; } = ofTables;

    public List<TomlNode> Items { get; } = [];

    public override string Description => "a list";

    public override TomlNode At(SourcePlace place)
    {
        var copy = new ArrayNode(place, OfTables);
        copy.Items.AddRange(Items);
        return copy;
    }
}
