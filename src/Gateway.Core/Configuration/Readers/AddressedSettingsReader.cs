using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads how an endpoint calls the addresses that it learns from requests: a backend's keys, but for those of one known backend.</summary>
internal static class AddressedSettingsReader
{
    private static readonly FlagKey AppendPath = new("append_path", true, "whether what is left of path and query goes behind the address");

    public static ImmutableArray<Key> Keys { get; } =
    [
        Key.List("allowed_hosts", "hosts", "what a computed address may point at, see [below](#computed-addresses)"),
        AppendPath, LeafEndpointReader.ConnectTimeout, TimeoutReader.Key, SuspensionReader.Key, MarkReader.Key, StatusReader.Failures,
    ];

    public static BackendSettings Read(TableReader table)
    {
        var append = table.Flag(AppendPath);
        var connect = table.Duration(LeafEndpointReader.ConnectTimeout);
        var (timeout, action) = TimeoutReader.Read(table);
        return new BackendSettings(append, Weights.Key.ByDefault, connect, timeout, SuspensionReader.Read(table), BackendProtocol.Http11)
        {
            TimeoutAction = action,
            Mark = MarkReader.Read(table),
            FailureStatuses = StatusReader.Read(table, "failure_statuses", []),
        };
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

        if (!endpoint.AllowedHosts.Texts.IsEmpty)
        {
            toml.Texts("allowed_hosts", endpoint.AllowedHosts.Texts);
        }
    }
}
