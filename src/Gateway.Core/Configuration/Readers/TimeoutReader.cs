using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>timeout</c>, WSO2's <c>timeout</c>: a table, or the duration alone.</summary>
internal static class TimeoutReader
{
    private static readonly DurationKey Silence = new(
        "duration", TimeSpan.FromSeconds(30), Limits.Moment, Limits.Day, "longest silence of the backend. WSO2: `timeout/duration`");

    private static readonly WordKey<TimeoutAction> Action = new(
        "action", TimeoutAction.Fault, new([("fault", TimeoutAction.Fault), ("discard", TimeoutAction.Discard)]),
        "what becomes of the request. WSO2: `timeout/responseAction`; where WSO2 discards, the next member is tried here too, and at the last one the answer is 504");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("timeout", [Silence, Action]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("timeout", Keys, """how long it may be silent, and what then; the duration may stand alone: `timeout = "30s"`""")
        with { Form = "duration, or table" };

    public static (TimeSpan Duration, TimeoutAction Action) Read(TableReader endpoint)
    {
        if (endpoint.Value("timeout") is ScalarNode { Kind: ScalarKind.Text })
        {
            return (endpoint.Duration(Silence with { Name = Key.Name }), Action.ByDefault);
        }

        if (endpoint.Table("timeout", "timeout = { duration = \"30s\" }") is not { } timeout)
        {
            return (Silence.ByDefault, Action.ByDefault);
        }

        Keys.Check(timeout);
        return (timeout.Duration(Silence), timeout.OneOf(Action));
    }

    public static void Write(BackendSettings settings, CanonicalToml toml)
    {
        var timeout = new InlineToml();
        timeout.Duration("duration", settings.Timeout, Silence.ByDefault);
        timeout.Word("action", Action.Choices.Word(settings.TimeoutAction), Action.Choices.Word(Action.ByDefault));
        toml.Table("timeout", timeout);
    }
}
