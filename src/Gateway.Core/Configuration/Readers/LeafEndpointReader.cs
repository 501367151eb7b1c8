using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>What the readers have in common whose kind is one backend.</summary>
internal abstract class LeafEndpointReader : IEndpointReader
{
    /// <summary>The longest wait for a connection, if no other is configured.</summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private static readonly KeySet UrlKeys = With("url", "method");

    private static readonly Choices<BackendProtocol> Protocols =
        new([("http/1.1", BackendProtocol.Http11), ("h2", BackendProtocol.H2), ("h2c", BackendProtocol.H2c)]);

    public abstract string Type { get; }

    public abstract Type Reads { get; }

    public virtual KeySet Keys => UrlKeys;

    public bool IsLeaf => true;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        var url = Url(table, out var format);
        return Create(name, url, Settings(table, url, format), table);
    }

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var leaf = (LeafEndpoint)endpoint;
        var settings = leaf.Settings;
        WriteUrl(leaf, toml);
        Formats.Write(settings, toml, leaf is WsdlEndpoint);
        toml.Flag("append_path", settings.AppendPath, EndpointUrl.AppendsPath(leaf.Url) && FormatReader.AppendsPath(settings));
        toml.Integer("weight", settings.Weight, Weights.Default);
        toml.Duration("connect_timeout", settings.ConnectTimeout, ConnectTimeout);
        TimeoutReader.Write(settings, toml);
        SuspensionReader.Write(settings.Suspend, toml);
        MarkReader.Write(settings.Mark, toml);
        RetryReader.Write(settings.Retry, toml);
        HealthReader.Write(settings.Health, toml);
        if (!settings.FailureStatuses.IsEmpty)
        {
            toml.Text("failure_statuses", StatusReader.Text(settings.FailureStatuses));
        }

        BackendSecurityReader.Write(settings.Security, toml);
        BackendTlsReader.Write(settings.Tls, toml);
        toml.Word("protocol", Protocols.Word(settings.Protocol), Protocols.Word(BackendProtocol.Http11));
    }

    /// <summary>The keys of a kind that has these besides what all have in common.</summary>
    protected static KeySet With(params IEnumerable<string> keys) => new(
        ["name", "type", .. keys, "append_path", "weight", "connect_timeout", "timeout", "suspend", "mark_for_suspension", "retry", "health",
            "failure_statuses", "protocol", "security", "tls"]);

    /// <summary>The formats that the kind has.</summary>
    protected virtual FormatReader Formats => FormatReader.None;

    /// <summary>Makes the kind's record.</summary>
    protected abstract LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table);

    /// <summary>The backend's address, and its format if that comes with it.</summary>
    protected virtual string Url(TableReader table, out MessageFormat? format)
    {
        format = null;
        if (table.TextOrNull("url") is { } url)
        {
            EndpointUrl.Check(url, table);
            return url;
        }

        if (!table.Has("url"))
        {
            table.Problems.Error(table.Place, $"{table.What} has no 'url'",
                "Add the backend's address: url = \"http://10.0.0.5:8080/v1\".");
        }

        return "";
    }

    /// <summary>Writes where the address comes from.</summary>
    protected virtual void WriteUrl(LeafEndpoint leaf, CanonicalToml toml) => toml.Text("url", leaf.Url);

    private BackendSettings Settings(TableReader table, string url, MessageFormat? format)
    {
        var connect = table.Duration("connect_timeout", ConnectTimeout, Limits.Moment, Limits.Day);
        var (timeout, action) = TimeoutReader.Read(table);
        var protocol = Protocol(table, url);
        var settings = new BackendSettings(AppendPath: false, Weights.Read(table), connect, timeout, SuspensionReader.Read(table), protocol)
        {
            TimeoutAction = action,
            Mark = MarkReader.Read(table),
            Retry = RetryReader.Read(table),
            Health = HealthReader.Read(table, url, protocol),
            FailureStatuses = StatusReader.Read(table, "failure_statuses", []),
            Security = BackendSecurityReader.Read(table),
            Tls = BackendTlsReader.Read(table, url),
        };
        settings = Formats.Read(settings, table, format);
        return settings with { AppendPath = table.Flag("append_path", EndpointUrl.AppendsPath(url) && FormatReader.AppendsPath(settings)) };
    }

    private static BackendProtocol Protocol(TableReader table, string url)
    {
        var protocol = table.OneOf("protocol", BackendProtocol.Http11, Protocols);
        var wanted = protocol switch { BackendProtocol.H2 => "https", BackendProtocol.H2c => "http", _ => "" };
        var has = url.Contains("://", StringComparison.Ordinal);
        url = BackendScheme.AsHttp(url);
        if (wanted.Length > 0 && has && !url.StartsWith($"{wanted}://", StringComparison.OrdinalIgnoreCase))
        {
            table.Problems.Error(table.PlaceOf("protocol"),
                $"protocol = \"{Protocols.Word(protocol)}\" in {table.What} needs an {wanted} address",
                protocol == BackendProtocol.H2
                    ? "Write protocol = \"h2c\" for HTTP/2 without TLS, or an https url."
                    : "Write protocol = \"h2\" for HTTP/2 with TLS, or an http url.");
        }

        return protocol;
    }
}
