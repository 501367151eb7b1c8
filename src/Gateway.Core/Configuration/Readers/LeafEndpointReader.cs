using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>What the readers have in common whose kind is one backend.</summary>
internal abstract class LeafEndpointReader : IEndpointReader
{
    /// <summary>The longest wait for a connection.</summary>
    internal static readonly DurationKey ConnectTimeout = new(
        "connect_timeout", TimeSpan.FromSeconds(2), Limits.Moment, Limits.Day, "longest wait for a connection");

    /// <summary>The backend's address.</summary>
    protected static readonly Key Address = Key.Required("url", "address",
        """
        absolute address of scheme http, https, ws or wss, or an RFC 6570 template over `uri.var.NAME` (variables of the resource's path) and `query.param.NAME`. Scheme, host and port stand written out. `ws` is called as http and `wss` as https. With WSO2's prefix `legacy-encoding:` values are taken without their escapes, and the whole expansion is escaped anew
        """);

    private static readonly Choices<BackendProtocol> Protocols =
        new([("http/1.1", BackendProtocol.Http11), ("h2", BackendProtocol.H2), ("h2c", BackendProtocol.H2c)]);

    private static readonly WordKey<BackendProtocol> ProtocolKey = new(
        "protocol", BackendProtocol.Http11, Protocols, """what is spoken with it: HTTP/1.1, or HTTP/2 over TLS, `"h2"`, which needs https, or without it, `"h2c"`, which needs http""");

    private static readonly FlagKey AppendPath = new("append_path", true,
        """
        whether what is left of path and query goes behind the url. As in WSO2, never behind that of a SOAP call: a POST of type `application/soap+xml`, of `text/xml` with a `SOAPAction`, or `multipart/related` with SOAP in it
        """)
    {
        Otherwise = """`true`; `false` when `url` has a `uri.var.*`, when `method` is set, and for the formats `"soap11"` and `"soap12"`""",
    };

    private static readonly KeySet UrlKeys = With("http", [Address, FormatReader.MethodKey]);

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
        toml.Integer("weight", settings.Weight, Weights.Key.ByDefault);
        toml.Duration("connect_timeout", settings.ConnectTimeout, ConnectTimeout.ByDefault);
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
    protected static KeySet With(string type, ImmutableArray<Key> keys) => new($"[[endpoint]] {type}",
    [
        EndpointKeys.Name, EndpointKeys.Type, .. keys, AppendPath, Weights.Key, ConnectTimeout, TimeoutReader.Key, SuspensionReader.Key, MarkReader.Key,
        RetryReader.Key, StatusReader.Failures, HealthReader.Key, ProtocolKey, BackendSecurityReader.Key, BackendTlsReader.Key,
    ]);

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
        var connect = table.Duration(ConnectTimeout);
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
        return settings with { AppendPath = table.Flag(AppendPath.Name, EndpointUrl.AppendsPath(url) && FormatReader.AppendsPath(settings)) };
    }

    private static BackendProtocol Protocol(TableReader table, string url)
    {
        var protocol = table.OneOf(ProtocolKey);
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
