using System.Globalization;

namespace Gateway.Core.Configuration;

/// <summary>
/// A key of a table: one definition that the reader reads by, that hints are made from, and that <c>docs/configuration.md</c> shows.
/// </summary>
/// <param name="Name">The key as it is written.</param>
/// <param name="Form">What may be written, in plain words: <c>duration, 1ms to 1d</c>.</param>
/// <param name="Default">What holds when it is not set, as TOML; empty: nothing does.</param>
/// <param name="Meaning">What it changes, in Markdown, without a full stop.</param>
internal record Key(string Name, string Form, string Default, string Meaning)
{
    /// <summary>What is said, in Markdown, where the default depends on something else; null: <see cref="Default"/> is the whole truth.</summary>
    public string? Otherwise { get; init; }

    /// <summary>A key without which its table is refused.</summary>
    public static Key Required(string name, string form, string meaning) => new(name, form, "", meaning) { Otherwise = "required" };

    /// <summary>A key that changes nothing when it is not set.</summary>
    public static Key Optional(string name, string form, string meaning) => new(name, form, "", meaning) { Otherwise = "none" };

    /// <summary>A list, empty when not set.</summary>
    public static Key List(string name, string of, string meaning) => new(name, $"list of {of}", "[]", meaning);

    /// <summary>A table whose keys have defaults of their own.</summary>
    public static Key Table(string name, KeySet keys, string meaning) => new(name, "table", keys.Defaults, meaning);

    /// <summary>A text between quotation marks, as TOML writes it.</summary>
    protected static string Quoted(string text) => CanonicalToml.Quoted(text);
}

/// <summary>A text.</summary>
internal sealed record TextKey(string Name, string ByDefault, string Meaning) : Key(Name, "text", Quoted(ByDefault), Meaning);

/// <summary>A whole number.</summary>
internal sealed record IntegerKey(string Name, int ByDefault, int Least, int Most, string Meaning)
    : Key(Name, string.Create(CultureInfo.InvariantCulture, $"whole number, {Least} to {Most}"), ByDefault.ToString(CultureInfo.InvariantCulture), Meaning);

/// <summary>A whole number, or <c>"auto"</c>, which is the default.</summary>
internal sealed record AutoKey(string Name, int Least, int Most, string Meaning)
    : Key(Name, string.Create(CultureInfo.InvariantCulture, $"\"auto\", or a whole number, {Least} to {Most}"), Quoted("auto"), Meaning);

/// <summary>A number.</summary>
internal sealed record NumberKey(string Name, double ByDefault, double Least, double Most, string Meaning)
    : Key(Name, string.Create(CultureInfo.InvariantCulture, $"number, {Least} to {Most}"), InlineToml.Float(ByDefault), Meaning);

/// <summary>True or false.</summary>
internal sealed record FlagKey(string Name, bool ByDefault, string Meaning) : Key(Name, "true or false", ByDefault ? "true" : "false", Meaning);

/// <summary>A duration.</summary>
internal sealed record DurationKey(string Name, TimeSpan ByDefault, TimeSpan Least, TimeSpan Most, string Meaning)
    : Key(Name, $"duration, {Duration.Text(Least)} to {Duration.Text(Most)}", Quoted(Duration.Text(ByDefault)), Meaning);

/// <summary>A size in bytes.</summary>
internal sealed record BytesKey(string Name, long ByDefault, long Least, long Most, string Meaning)
    : Key(Name, $"size, {ByteSize.Text(Least)} to {ByteSize.Text(Most)}", Quoted(ByteSize.Text(ByDefault)), Meaning);

/// <summary>One of some words.</summary>
internal sealed record WordKey<T>(string Name, T ByDefault, Choices<T> Choices, string Meaning)
    : Key(Name, Choices.Form, Quoted(Choices.Word(ByDefault)), Meaning)
    where T : struct, Enum;

/// <summary>A key that is refused by name.</summary>
/// <param name="Name">The key as it is written.</param>
/// <param name="Remedy">What to do instead.</param>
internal sealed record RefusedKey(string Name, string Remedy);
