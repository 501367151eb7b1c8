using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>timeout</c>, WSO2's <c>timeout</c>: a table, or the duration alone.</summary>
internal static class TimeoutReader
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private static readonly KeySet Keys = new(["duration", "action"]);

    private static readonly Choices<TimeoutAction> Actions = new([("fault", TimeoutAction.Fault), ("discard", TimeoutAction.Discard)]);

    public static (TimeSpan Duration, TimeoutAction Action) Read(TableReader endpoint)
    {
        if (endpoint.Value("timeout") is ScalarNode { Kind: ScalarKind.Text })
        {
            return (endpoint.Duration("timeout", Usual, Limits.Moment, Limits.Day), TimeoutAction.Fault);
        }

        if (endpoint.Table("timeout", "timeout = { duration = \"30s\" }") is not { } timeout)
        {
            return (Usual, TimeoutAction.Fault);
        }

        Keys.Check(timeout);
        return (timeout.Duration("duration", Usual, Limits.Moment, Limits.Day), timeout.OneOf("action", TimeoutAction.Fault, Actions));
    }

    public static void Write(BackendSettings settings, CanonicalToml toml)
    {
        var timeout = new InlineToml();
        timeout.Duration("duration", settings.Timeout, Usual);
        timeout.Word("action", Actions.Word(settings.TimeoutAction), Actions.Word(TimeoutAction.Fault));
        toml.Table("timeout", timeout);
    }
}
