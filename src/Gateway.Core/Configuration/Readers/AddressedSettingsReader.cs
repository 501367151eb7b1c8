using System.Collections.Immutable;
using Gateway.Core.Addresses;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads how an endpoint calls the addresses that it learns from requests: a backend's keys, but for those of one known backend.</summary>
internal static class AddressedSettingsReader
{
    private static readonly FlagKey AppendPath = new("append_path", true, "whether what is left of path and query goes behind the address");

    private static readonly Key Security = Key.Optional("security", "table",
        "credentials for every address that it calls, see [below](#security-of-a-backend); with it no entry of `allowed_hosts` may have a `*`. An endpoint that is chosen by its name has its own");

    private static readonly Key Tls = Key.Table("tls", BackendTlsReader.Keys, "how TLS is spoken with every address that it calls, see [below](#tls-to-a-backend)");

    public static ImmutableArray<Key> Keys { get; } =
    [
        Key.List("allowed_hosts", "hosts", "what a computed address may point at, see [below](#computed-addresses)"),
        AppendPath, LeafEndpointReader.ConnectTimeout, TimeoutReader.Key, SuspensionReader.Key, MarkReader.Key, StatusReader.Failures,
        Security, Tls,
    ];

    public static BackendSettings Read(TableReader table, out AllowedHosts hosts)
    {
        hosts = AllowedHostsReader.Read(table);
        var append = table.Flag(AppendPath);
        var connect = table.Duration(LeafEndpointReader.ConnectTimeout);
        var (timeout, action) = TimeoutReader.Read(table);
        var settings = new BackendSettings(append, Weights.Key.ByDefault, connect, timeout, SuspensionReader.Read(table), BackendProtocol.Http11)
        {
            TimeoutAction = action,
            Mark = MarkReader.Read(table),
            FailureStatuses = StatusReader.Read(table, "failure_statuses", []),
            Security = BackendSecurityReader.Read(table),
            Tls = BackendTlsReader.Read(table, url: ""),
        };
        if (settings.Security is not null && hosts.Wild.FirstOrDefault() is { } wild)
        {
            // Whoever can make a name below that one, or leaves one behind, would be sent the credentials by any client.
            table.Problems.Error(table.PlaceOf("security"),
                $"'security' in {table.What} would show its credentials to every host of {wild} that a request names",
                "List each host that may have them in 'allowed_hosts', best with its port, or take 'security' away.");
        }

        return settings;
    }

    public static void Write(AddressedEndpoint endpoint, CanonicalToml toml)
    {
        var settings = endpoint.Settings;
        toml.Flag("append_path", settings.AppendPath, AppendPath.ByDefault);
        toml.Duration("connect_timeout", settings.ConnectTimeout, LeafEndpointReader.ConnectTimeout.ByDefault);
        TimeoutReader.Write(settings, toml);
        SuspensionReader.Write(settings.Suspend, toml);
        MarkReader.Write(settings.Mark, toml);
        if (!settings.FailureStatuses.IsEmpty)
        {
            toml.Text("failure_statuses", StatusReader.Text(settings.FailureStatuses));
        }

        BackendSecurityReader.Write(settings.Security, toml);
        BackendTlsReader.Write(settings.Tls, toml);
        if (!endpoint.AllowedHosts.Texts.IsEmpty)
        {
            toml.Texts("allowed_hosts", endpoint.AllowedHosts.Texts);
        }
    }
}
