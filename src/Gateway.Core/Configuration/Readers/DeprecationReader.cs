using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>deprecated</c> of an <c>[[api]]</c>: what its consumers are told once it is.</summary>
internal static class DeprecationReader
{
    private const string Form = "deprecated = { since = 2026-01-31, sunset = 2026-12-31 }";

    private const string Moment = "day, or day and time";
    private const string Address = "address, or path that begins with '/'";

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("deprecated",
    [
        Key.Optional("since", Moment, "since when it is: `2026-01-31` or `2026-01-31T12:00:00Z`, in UTC unless it says otherwise"),
        Key.Optional("sunset", Moment, "when it is switched off"),
        Key.Optional("link", Address, "where consumers can read of it"),
        Key.Optional("successor", Address, "what to call instead"),
    ]);

    public static Deprecation? Read(TableReader api, Lifecycle state)
    {
        if (api.Table("deprecated", Form) is not { } table)
        {
            Remind(api, state, isSaid: false);
            return null;
        }

        Keys.Check(table);
        var deprecation = new Deprecation(table.Moment("since"), table.Moment("sunset"), Reference(table, "link"), Reference(table, "successor"));
        if (deprecation is { Since: { } since, Sunset: { } sunset } && sunset < since)
        {
            table.Problems.Error(table.PlaceOf("sunset"), $"'sunset' in {table.What} is before 'since'", "An API goes after it has been deprecated, not before.");
        }

        Remind(api, state, table.Has("since"));
        return deprecation;
    }

    public static void Write(Deprecation? deprecation, CanonicalToml toml)
    {
        if (deprecation is null)
        {
            return;
        }

        var table = new InlineToml();
        table.Moment("since", deprecation.Since);
        table.Moment("sunset", deprecation.Sunset);
        table.Word("link", deprecation.Link, "");
        table.Word("successor", deprecation.Successor, "");
        toml.Table("deprecated", table);
    }

    private static void Remind(TableReader api, Lifecycle state, bool isSaid)
    {
        if (state == Lifecycle.Deprecated && !isSaid)
        {
            api.Problems.Warning(api.PlaceOf("lifecycle"), $"{api.What} is deprecated, but it does not say since when",
                $"Add the day: {Form}. Until then its answers say @0, a day long past.");
        }
    }

    // It stands in a header as it is.
    private static string Reference(TableReader table, string key)
    {
        var text = table.Text(key, "");
        var isSound = text.Length <= 2048 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && text.AsSpan().IndexOfAny('<', '>', '"') < 0
            && (text.Length == 0 || (text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal))
                || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));
        if (isSound)
        {
            return text;
        }

        table.Problems.Error(table.PlaceOf(key), $"'{key}' in {table.What} is not an address", "Write \"https://…\", or a path that begins with '/', escaped as in a browser's address.");
        return "";
    }
}
