using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads how an endpoint calls the addresses that it learns from requests: a backend's keys, but for those of one known backend.</summary>
internal static class AddressedSettingsReader
{
    public static ImmutableArray<string> Keys { get; } =
        ["append_path", "connect_timeout", "timeout", "suspend", "mark_for_suspension", "failure_statuses", "allowed_hosts"];

    public static BackendSettings Read(TableReader table)
    {
        var append = table.Flag("append_path", byDefault: true);
        var connect = table.Duration("connect_timeout", LeafEndpointReader.ConnectTimeout, Limits.Moment, Limits.Day);
        var (timeout, action) = TimeoutReader.Read(table);
        return new BackendSettings(append, Weights.Default, connect, timeout, SuspensionReader.Read(table), BackendProtocol.Http11)
        {
            TimeoutAction = action,
            Mark = MarkReader.Read(table),
            FailureStatuses = StatusReader.Read(table, "failure_statuses", []),
        };
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

        if (!endpoint.AllowedHosts.Texts.IsEmpty)
        {
            toml.Texts("allowed_hosts", endpoint.AllowedHosts.Texts);
        }
    }
}
