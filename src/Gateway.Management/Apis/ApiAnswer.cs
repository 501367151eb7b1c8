using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Management.Apis;

/// <summary>A page of the APIs, as <c>GET /v1/apis</c> tells them.</summary>
/// <param name="View"><c>cluster</c>, or <c>local</c>: the answering node cannot reach the catalog's grain and tells what it serves itself.</param>
/// <param name="Revision">The catalog's revision; 0: the cluster has not numbered it yet.</param>
/// <param name="Total">How many APIs there are.</param>
/// <param name="Offset">How many of them are passed over.</param>
/// <param name="Limit">How many are told at most.</param>
/// <param name="Apis">In the catalog's order.</param>
internal sealed record ApisAnswer(string View, long Revision, int Total, int Offset, int Limit, ImmutableArray<ApiAnswer> Apis);

/// <summary>One API in one version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Context">The path it answers under, with the version.</param>
/// <param name="Lifecycle">Its state.</param>
/// <param name="DefaultVersion">Whether it is marked to answer without the version, too.</param>
/// <param name="Endpoint">Its production endpoint; null: none.</param>
/// <param name="SandboxEndpoint">Its sandbox endpoint; null: none.</param>
/// <param name="Security"><c>none</c> or <c>required</c>.</param>
/// <param name="Transports"><c>http</c>, <c>https</c>.</param>
/// <param name="Resources">How many resources it lists.</param>
/// <param name="Next">What may be done next, and where that leads.</param>
internal sealed record ApiAnswer(
    string Name, string Version, string Context, string Lifecycle, bool DefaultVersion, string? Endpoint, string? SandboxEndpoint, string Security,
    ImmutableArray<string> Transports, int Resources, ImmutableArray<StepAnswer> Next)
{
    public static ApiAnswer Of(ApiDefinition api) => new(
        api.Name, api.Version, api.FullContext, LifecycleWords.Of(api.Lifecycle), api.DefaultVersion, Or(api.Endpoint), Or(api.SandboxEndpoint),
        api.Security == ApiSecurity.Required ? "required" : "none",
        [.. (api.Transports & Core.Routing.Transports.Http) != 0 ? ["http"] : Array.Empty<string>(),
            .. (api.Transports & Core.Routing.Transports.Https) != 0 ? ["https"] : Array.Empty<string>()],
        api.Resources.Length, StepAnswer.From(api.Lifecycle));

    private static string? Or(string text) => text.Length == 0 ? null : text;
}

/// <summary>One thing that may be done to an API.</summary>
/// <param name="Action">In WSO2's words.</param>
/// <param name="State">The state that follows.</param>
internal sealed record StepAnswer(string Action, string State)
{
    public static ImmutableArray<StepAnswer> From(Lifecycle state) =>
        [.. LifecycleRules.StepsFrom(state).Select(step => new StepAnswer(LifecycleWords.Of(step.Action), LifecycleWords.Of(step.To)))];
}
