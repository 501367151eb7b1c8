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
internal sealed partial class TableReader(Reading reading, TableNode node, string what, Scope scope)
{
    private static readonly string[] MomentForms =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

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

    /// <summary>Where a character of a key's text stands; the value itself where that cannot be told.</summary>
    /// <param name="key">The key.</param>
    /// <param name="column">The character, counted from 1.</param>
    /// <param name="exact">Whether it is the character's place.</param>
    public SourcePlace PlaceIn(string key, int column, out bool exact)
    {
        // Behind an escape, a line's end or a placeholder, characters stand elsewhere than in the file.
        exact = Value(key) is ScalarNode { AsWritten: true } text && column >= 1 && column <= text.Text.Length;
        var place = PlaceOf(key);
        return exact ? place with { Column = place.Column + column } : place;
    }

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
    /// <param name="hint">What to do instead of setting it to what lies outside.</param>
    public int Integer(string key, int byDefault, int least, int most, bool quoted = false, string hint = "")
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
            Problems.Error(value.Place, $"'{key}' in {What} is {number}, but must be from {least} to {most}", hint);
            return byDefault;
        }

        return (int)number;
    }

    /// <summary>A whole number, or the word <c>auto</c>, which is the default and is null here.</summary>
    public int? AutoOrInteger(string key, int least, int most, string hint = "")
    {
        switch (Value(key))
        {
            case null or ScalarNode { Kind: ScalarKind.Text, Text: "auto" }:
                return null;
            case ScalarNode { Kind: ScalarKind.Text, FromText: false } word:
                Problems.Error(word.Place, $"'{key}' in {What} cannot be \"{word.Text}\"",
                    $"It may be \"auto\", or a whole number from {least} to {most} without quotes.");
                return null;
            default:
                return Integer(key, least, least, most, hint: hint);
        }
    }

    public double Number(string key, double byDefault, double least, double most, string hint = "")
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
            Wrong(key, value, "a number",
                $"Write it without quotes: {key} = {byDefault.ToString("0.0###", CultureInfo.InvariantCulture)}.");
            return byDefault;
        }

        if (!(known >= least && known <= most))
        {
            Problems.Error(value.Place, $"'{key}' in {What} must be from {least} to {most}", hint);
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
            var example = byDefault <= most ? Configuration.Duration.Text(byDefault) : "5m";
            var hint = $"Write a whole number with a unit, ms, s, m, h or d, in quotes: {key} = \"{example}\".";
            if (value is ScalarNode { Kind: ScalarKind.Text } other)
            {
                Problems.Error(value.Place, $"'{key}' in {What} is \"{other.Text}\", which is not a duration", hint);
            }
            else
            {
                Wrong(key, value, "a duration", hint);
            }

            return byDefault;
        }

        if (duration < least || duration > most)
        {
            Problems.Error(text.Place,
                $"'{key}' in {What} is {text.Text}, but must be from {Configuration.Duration.Text(least)} to "
                + Configuration.Duration.Text(most), "");
            return byDefault;
        }

        return duration;
    }

    /// <summary>A moment: a TOML date or date and time, in UTC unless it says otherwise, or the same as a text. Null when not set.</summary>
    public DateTimeOffset? Moment(string key)
    {
        var value = Value(key);
        if (value is null)
        {
            return null;
        }

        // Exactly these forms: what parses more leniently would take a time of day for one of today.
        if (value is ScalarNode { Kind: ScalarKind.Date or ScalarKind.Text } scalar && DateTimeOffset.TryParseExact(
            scalar.Text.ToUpperInvariant(), MomentForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
        }

        Wrong(key, value, "a day, or a day and a time", $"Write it without quotes: {key} = 2026-01-31, {key} = 2026-01-31T12:00:00Z.");
        return null;
    }

    /// <summary>A size in bytes, such as <c>"64KiB"</c>.</summary>
    public long Bytes(string key, long byDefault, long least, long most)
    {
        var value = Value(key);
        if (value is null)
        {
            return byDefault;
        }

        var size = 0L;
        if (value is not ScalarNode { Kind: ScalarKind.Text } text || !ByteSize.TryParse(text.Text, out size))
        {
            var hint = $"Write a whole number with a unit, B, KiB, MiB or GiB, in quotes: {key} = \"{ByteSize.Text(byDefault)}\".";
            if (value is ScalarNode { Kind: ScalarKind.Text } other)
            {
                Problems.Error(value.Place, $"'{key}' in {What} is \"{other.Text}\", which is not a size", hint);
            }
            else
            {
                Wrong(key, value, "a size", hint);
            }

            return byDefault;
        }

        if (size < least || size > most)
        {
            Problems.Error(text.Place,
                $"'{key}' in {What} is {text.Text}, but must be from {ByteSize.Text(least)} to {ByteSize.Text(most)}", "");
            return byDefault;
        }

        return size;
    }

    public T OneOf<T>(string key, T byDefault, Choices<T> choices) where T : struct, Enum =>
        TextOrNull(key) is { } word ? choices.Read(word, byDefault, key, this) : byDefault;

    /// <summary>A value, resolved; null when not set, or when a placeholder in it leads nowhere, which has then been reported.</summary>
    public TomlNode? Value(string key) => Node.TryGet(key, out var entry) ? Reading.Placeholders.Resolve(entry.Value, Scope) : null;

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
