using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Mocks;

namespace Gateway.Core.Routing;

/// <summary>WSO2's life-cycle states.</summary>
[GenerateSerializer, Alias("gateway.Lifecycle")]
public enum Lifecycle
{
    /// <summary>Not for consumers yet.</summary>
    Created,

    /// <summary>For consumers who try it out.</summary>
    Prototyped,

    /// <summary>In service.</summary>
    Published,

    /// <summary>Taken out of service for a while.</summary>
    Blocked,

    /// <summary>In service, but to be replaced.</summary>
    Deprecated,

    /// <summary>Gone.</summary>
    Retired,
}

/// <summary>What a consumer must bring.</summary>
public enum ApiSecurity
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Credentials; they cannot be checked yet, so every request is answered 401.</summary>
    Required,
}

/// <summary>What an API's consumers speak: WSO2's type of an API.</summary>
public enum ApiType
{
    /// <summary>HTTP, whatever is in it.</summary>
    Http,

    /// <summary>SOAP: every fault of the gateway is a SOAP fault.</summary>
    Soap,
}

/// <summary>Over what an API may be called.</summary>
[Flags]
public enum Transports
{
    /// <summary>Neither: never read from a configuration.</summary>
    None = 0,

    /// <summary>Plain HTTP.</summary>
    Http = 1,

    /// <summary>HTTP over TLS.</summary>
    Https = 2,
}

/// <summary>One API in one version.</summary>
/// <param name="Name">Its name; with the version unique in the catalog.</param>
/// <param name="Context">As written: begins with <c>/</c>, may hold <c>{version}</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="DefaultVersion">Whether it also answers under its context without a version.</param>
/// <param name="Lifecycle">Its state.</param>
/// <param name="Endpoint">Name of the production endpoint; empty: none.</param>
/// <param name="SandboxEndpoint">Name of the sandbox endpoint; empty: none.</param>
/// <param name="Security">What a consumer must bring.</param>
/// <param name="Transports">Over what it may be called.</param>
/// <param name="Resources">Its resources in the order written; empty: everything under the context, with any method.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record ApiDefinition(
    string Name, string Context, string Version, bool DefaultVersion, Lifecycle Lifecycle, string Endpoint, string SandboxEndpoint,
    ApiSecurity Security, Transports Transports, ImmutableArray<ResourceDefinition> Resources, SourcePlace Place)
{
    /// <summary>What a sequence may read of a body, in bytes, unless it is configured.</summary>
    public const long UsualMediationLimit = 1024 * 1024;

    /// <summary>The files of its mediation flows.</summary>
    public FlowFiles Sequences { get; init; } = FlowFiles.None;

    /// <summary>The most of a body that its sequences read, in bytes.</summary>
    public long MediationLimit { get; init; } = UsualMediationLimit;

    /// <summary>What consumers are told once it is deprecated; null: nothing but the fact.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>Whose pages may call it; null: as the node's <c>[apim.cors]</c> says.</summary>
    public CorsPolicy? Cors { get; init; }

    /// <summary>What its consumers speak.</summary>
    public ApiType Type { get; init; }

    /// <summary>Path of its WSDL in the bundle, which <c>?wsdl</c> answers with; empty: the backend is asked.</summary>
    public string Wsdl { get; init; } = "";

    /// <summary>The context with the version in it: in place of <c>{version}</c>, else as last segment.</summary>
    public string FullContext =>
        Context.Contains("{version}", StringComparison.Ordinal) ? Context.Replace("{version}", Version, StringComparison.Ordinal)
        : Context == "/" ? $"/{Version}"
        : $"{Context}/{Version}";
}

/// <summary>One resource of an API.</summary>
/// <param name="Path">Url mapping or URI template, begins with <c>/</c>.</param>
/// <param name="Methods">Verbs in upper case, each once; never empty.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record ResourceDefinition(string Path, ImmutableArray<string> Methods, SourcePlace Place)
{
    /// <summary>What answers it in place of a backend; null: its API's endpoint does.</summary>
    public MockDefinition? Mock { get; init; }

    /// <summary>The files of its own mediation flows: they follow those of the API.</summary>
    public FlowFiles Policies { get; init; } = FlowFiles.None;

    /// <summary>The SOAP action that it stands for; empty: any, and requests that are no SOAP.</summary>
    public string SoapAction { get; init; } = "";

    /// <summary>The first element of the SOAP body that it stands for, <c>Name</c> or <c>{namespace}Name</c>; empty: any.</summary>
    public string SoapOperation { get; init; } = "";

    /// <summary>Whether it stands for one operation of a SOAP service.</summary>
    public bool IsOperation => SoapAction.Length > 0 || SoapOperation.Length > 0;
}
