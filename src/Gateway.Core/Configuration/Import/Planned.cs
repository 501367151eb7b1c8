using System.Collections.Immutable;
using Gateway.Core.Suspension;

namespace Gateway.Core.Configuration.Import;

/// <summary>An endpoint that is to be written.</summary>
/// <param name="Name">Its name.</param>
internal abstract record PlannedEndpoint(string Name)
{
    /// <summary>What its reader should know, a sentence each; written above it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A backend, or an endpoint that finds its backend by the request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Its address; empty for one that has none.</param>
internal sealed record PlannedLeaf(string Name, string Url) : PlannedEndpoint(Name)
{
    /// <summary>WSO2's <c>synapse.global_timeout_interval</c> as API Manager ships it.</summary>
    public static TimeSpan Wso2Timeout { get; } = TimeSpan.FromSeconds(120);

    /// <summary>No other member is tried: only a code that never occurs is sent on.</summary>
    public static RetryCodes NoFailover { get; } = new([], [-1]);

    public string Type { get; init; } = "http";

    /// <summary>Keys of its kind alone, with their values as TOML.</summary>
    public ImmutableArray<(string Key, string Toml)> OfItsKind { get; init; } = [];

    /// <summary>Whether WSO2 puts nothing behind its address: its verb is fixed, or its messages are SOAP.</summary>
    public bool AppendsNothing => OfItsKind.Any(key => key is ("method", _) or ("format", "\"soap11\"" or "\"soap12\""));

    public TimeSpan Timeout { get; init; } = Wso2Timeout;

    /// <summary>Whether a time-out says so to nobody, in WSO2's words <c>discard</c>.</summary>
    public bool Discards { get; init; }

    public SuspensionPolicy Suspend { get; init; } = SuspensionPolicy.Default;

    public MarkPolicy Mark { get; init; } = MarkPolicy.Default;

    /// <summary>After which of its failures its group tries another member.</summary>
    public RetryCodes Retry { get; init; } = RetryCodes.Default;

    public int Weight { get; init; } = 1;

    /// <summary>What the gateway shows the backend of itself, as TOML; empty: nothing.</summary>
    public string Security { get; init; } = "";
}

/// <summary>A group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFailover">Whether one member serves at a time.</param>
/// <param name="Members">Names of its members.</param>
internal sealed record PlannedGroup(string Name, bool IsFailover, ImmutableArray<string> Members) : PlannedEndpoint(Name)
{
    public string Algorithm { get; init; } = "";

    /// <summary>Whether the first member serves again when it is back.</summary>
    public bool ReturnsToPrimary { get; init; } = true;

    /// <summary>Its sessions, as TOML; empty: none.</summary>
    public string Session { get; init; } = "";

    /// <summary>So long that no member loses the time that it had in WSO2, which knows no time for a whole request.</summary>
    public TimeSpan TotalTimeout { get; init; }
}

/// <summary>An API that is to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Context">Its context without version, or with <c>{version}</c>.</param>
/// <param name="Version">Its version.</param>
internal sealed record PlannedApi(string Name, string Context, string Version)
{
    public bool DefaultVersion { get; init; }

    public string Lifecycle { get; init; } = "PUBLISHED";

    public string Endpoint { get; init; } = "";

    public string SandboxEndpoint { get; init; } = "";

    /// <summary>Whether consumers need credentials.</summary>
    public bool Required { get; init; }

    /// <summary>Those it answers on; empty: all.</summary>
    public ImmutableArray<string> Transports { get; init; } = [];

    /// <summary>Further keys, with their values as TOML.</summary>
    public ImmutableArray<(string Key, string Toml)> More { get; init; } = [];

    public ImmutableArray<PlannedResource> Resources { get; init; } = [];

    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A resource that is to be written.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Methods">Its methods.</param>
internal sealed record PlannedResource(string Path, ImmutableArray<string> Methods)
{
    /// <summary>Further keys, with their values as TOML.</summary>
    public ImmutableArray<(string Key, string Toml)> More { get; init; } = [];
}
