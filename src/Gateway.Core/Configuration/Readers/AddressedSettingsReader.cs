using System.Collections.Immutable;
using Gateway.Core.Addresses;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads how an endpoint calls the addresses that it learns from requests: a backend's keys, but for those of one known backend.</summary>
internal static class AddressedSettingsReader
{
    public static ImmutableArray<string> Keys { get; } =
        ["append_path", "connect_timeout", "timeout", "suspend", "mark_for_suspension", "failure_statuses", "security", "tls", "allowed_hosts"];

    public static BackendSettings Read(TableReader table, out AllowedHosts hosts)
    {
        hosts = AllowedHostsReader.Read(table);
        var append = table.Flag("append_path", byDefault: true);
        var connect = table.Duration("connect_timeout", LeafEndpointReader.ConnectTimeout, Limits.Moment, Limits.Day);
        var (timeout, action) = TimeoutReader.Read(table);
        var settings = new BackendSettings(append, Weights.Default, connect, timeout, SuspensionReader.Read(table), BackendProtocol.Http11)
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
        toml.Flag("append_path", settings.AppendPath, byDefault: true);
        toml.Duration("connect_timeout", settings.ConnectTimeout, LeafEndpointReader.ConnectTimeout);
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
