using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>What the kinds have in common that are one backend each.</summary>
internal static class LeafEndpointReader
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly KeySet TimeoutKeys = new(["duration", "action"]);

    private static readonly Choices<TimeoutAction> Actions =
        new([("fault", TimeoutAction.Fault)], ["discard"], "Write action = \"fault\", which tries the next member.");

    private static readonly Choices<BackendProtocol> Protocols =
        new([("http/1.1", BackendProtocol.Http11), ("h2", BackendProtocol.H2), ("h2c", BackendProtocol.H2c)]);

    private enum TimeoutAction
    {
        Fault,
    }

    public static KeySet Keys { get; } = new(
        ["name", "type", "url", "append_path", "weight", "connect_timeout", "timeout", "suspend", "protocol"],
        ("mark_for_suspension", "Remove it: every failure that counts suspends at once, by 'suspend'."),
        ("retry", "Remove it: what may be sent again goes on to the next member."),
        ("health", "Remove it: members are judged by the requests they answer."),
        ("failure_statuses", "Remove it: an answer is a success whatever its status, as in WSO2."),
        ("security", "Remove it, and let the client send the backend's credentials."),
        ("tls", "Remove it: backends are checked against the system's certificates."),
        ("method", "Remove it: the request's own method is used."));

    public static string Url(TableReader table)
    {
        if (table.TextOrNull("url") is { } url)
        {
            EndpointUrl.Check(url, table);
            return url;
        }

        if (!table.Has("url"))
        {
            table.Problems.Error(table.Place, $"{table.What} has no 'url'", "Add the backend's address: url = \"http://10.0.0.5:8080/v1\".");
        }

        return "";
    }

    public static BackendSettings Settings(TableReader table, string url) => new(
        table.Flag("append_path", EndpointUrl.AppendsPath(url)),
        table.Integer("weight", 1, 1, 1000),
        table.Duration("connect_timeout", ConnectTimeout, TimeSpan.FromMilliseconds(1), Longest),
        ReadTimeout(table),
        SuspensionReader.Read(table),
        Protocol(table, url));

    public static void Write(LeafEndpoint endpoint, CanonicalToml toml)
    {
        var settings = endpoint.Settings;
        toml.Text("url", endpoint.Url);
        toml.Flag("append_path", settings.AppendPath, EndpointUrl.AppendsPath(endpoint.Url));
        toml.Integer("weight", settings.Weight, 1);
        toml.Duration("connect_timeout", settings.ConnectTimeout, ConnectTimeout);
        if (settings.Timeout != Timeout)
        {
            toml.Raw("timeout", $"{{ duration = \"{Duration.Text(settings.Timeout)}\" }}");
        }

        SuspensionReader.Write(settings.Suspend, toml);
        if (settings.Protocol != BackendProtocol.Http11)
        {
            toml.Text("protocol", Protocols.Word(settings.Protocol));
        }
    }

    private static TimeSpan ReadTimeout(TableReader table)
    {
        if (table.Table("timeout", "timeout = { duration = \"30s\" }") is not { } timeout)
        {
            return Timeout;
        }

        TimeoutKeys.Check(timeout);
        timeout.OneOf("action", TimeoutAction.Fault, Actions);
        return timeout.Duration("duration", Timeout, TimeSpan.FromMilliseconds(1), Longest);
    }

    private static BackendProtocol Protocol(TableReader table, string url)
    {
        var protocol = table.OneOf("protocol", BackendProtocol.Http11, Protocols);
        var wanted = protocol switch { BackendProtocol.H2 => "https", BackendProtocol.H2c => "http", _ => "" };
        if (wanted.Length > 0 && url.Contains("://", StringComparison.Ordinal) && !url.StartsWith($"{wanted}://", StringComparison.OrdinalIgnoreCase))
        {
            table.Problems.Error(table.PlaceOf("protocol"), $"protocol = \"{Protocols.Word(protocol)}\" in {table.What} needs an {wanted} address",
                protocol == BackendProtocol.H2 ? "Write protocol = \"h2c\" for HTTP/2 without TLS, or an https url." : "Write protocol = \"h2\" for HTTP/2 with TLS, or an http url.");
        }

        return protocol;
    }
}
