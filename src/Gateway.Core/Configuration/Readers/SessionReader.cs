using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>session</c>: whether requests of one client stay with one member, and what they are known by.</summary>
internal static class SessionReader
{
    private const string Form = "session = { type = \"cookie\" }";

    private static readonly Choices<SessionKind> Kinds = new([
        ("none", SessionKind.None), ("cookie", SessionKind.Cookie), ("header", SessionKind.Header), ("soap", SessionKind.Soap),
        ("client_id", SessionKind.ClientId)]);

    private static readonly WordKey<SessionKind> Kind = new("type", SessionSettings.None.Kind, Kinds,
        """what a session is known by, see the next table. In a failover group `"none"` or `"cookie"`""");

    private static readonly DurationKey Timeout = new("timeout", SessionSettings.None.Timeout, Limits.Moment, Limits.Year,
        "how long one lives after its last request. WSO2: `sessionTimeout`, which counts from the first");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("session",
    [
        Kind, Timeout,
        new Key("name", "name of a header or cookie", "", "what carries it. No two groups may have the same cookie")
        {
            Otherwise = $"""`"header"`: `"{SessionSettings.UsualHeader}"`; `"cookie"`: one for each group""",
        },
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("session", Keys, "whether requests of one client stay with one member, see [below](#sessions)");

    /// <param name="name">The group's name.</param>
    /// <param name="group">Its table.</param>
    /// <param name="draft">Where the session's place is kept.</param>
    /// <param name="isFailover">Whether one member serves at a time.</param>
    public static SessionSettings Read(string name, TableReader group, CatalogDraft draft, bool isFailover)
    {
        if (group.Table("session", Form) is not { } session)
        {
            return SessionSettings.None;
        }

        Keys.Check(session);
        var kind = session.OneOf(Kind);
        var timeout = session.Duration(Timeout);
        var called = Called(session, kind);
        if (isFailover && kind is not (SessionKind.None or SessionKind.Cookie))
        {
            session.Problems.Error(session.PlaceOf("type"),
                $"'type' in {session.What} cannot be \"{Kinds.Word(kind)}\": in a failover group one member serves, whatever the session's key",
                "Write \"cookie\", so that sessions stay with the member that they began with, or leave session out.");
        }

        draft.SessionPlaces.TryAdd(name, group.PlaceOf("session"));
        return kind == SessionKind.None ? SessionSettings.None : new SessionSettings(kind, timeout) { Name = called };
    }

    public static void Write(SessionSettings settings, CanonicalToml toml)
    {
        if (settings.Kind != SessionKind.None)
        {
            var session = new InlineToml();
            session.Word("type", Kinds.Word(settings.Kind));
            session.Duration("timeout", settings.Timeout, SessionSettings.None.Timeout);
            session.Word("name", settings.Name, UsualName(settings.Kind));
            toml.Table("session", session);
        }
    }

    private static string Called(TableReader session, SessionKind kind)
    {
        if (session.TextOrNull("name") is not { } name)
        {
            return UsualName(kind);
        }

        if (kind is not (SessionKind.Cookie or SessionKind.Header))
        {
            session.Problems.Error(session.KeyPlace("name"), $"'name' in {session.What} means nothing with type = \"{Kinds.Word(kind)}\"",
                "Remove it: only a cookie and a header have a name of your choice.");
        }
        else if (!HttpToken.IsName(name))
        {
            session.Problems.Error(session.PlaceOf("name"), $"'name' in {session.What} cannot be \"{name}\"",
                $"It is the name of a {Kinds.Word(kind)}: {HttpToken.Rule}.");
        }
        else if (kind == SessionKind.Cookie && name.StartsWith("__", StringComparison.Ordinal))
        {
            session.Problems.Error(session.PlaceOf("name"), $"'name' in {session.What} cannot be \"{name}\": browsers give such prefixes a meaning",
                "Begin with a letter.");
        }

        return name;
    }

    private static string UsualName(SessionKind kind) => kind == SessionKind.Header ? SessionSettings.UsualHeader : "";
}
