using System.Collections.Frozen;
using Gateway.Core.Configuration;
using Gateway.Core.Scripting;

namespace Gateway.Core.Mocks;

/// <summary>What answers a resource in place of a backend. Only APIs that are CREATED or PROTOTYPED have such.</summary>
/// <param name="Place">Where it is configured.</param>
public abstract record MockDefinition(SourcePlace Place);

/// <summary>A script that makes the answer (WSO2's prototype implementation "inline").</summary>
/// <param name="Source">The script; null when there is none, which answers 501 as in WSO2.</param>
/// <param name="File">The file it is in, as named; empty: it stands in the configuration.</param>
/// <param name="Inline">Its text as written, when it stands in the configuration.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record ScriptMock(ScriptSource? Source, string File, string Inline, SourcePlace Place) : MockDefinition(Place)
{
    /// <summary>Whether it may look at the request's body: none is read for one that cannot.</summary>
    public bool ReadsBody { get; } = Source is not null && ScriptNeeds.MayReadBody(Source.Text);

    /// <summary>Whether what it reads of the request decides its answer: then it need not run twice for the same.</summary>
    public bool IsRepeatable { get; } = Source is not null && !ScriptNeeds.MayReadBody(Source.Text) && !ScriptNeeds.MayVary(Source.Text);
}

/// <summary>The examples of an OpenAPI definition (WSO2's "MOCKED_OAS").</summary>
/// <param name="File">The definition, as named.</param>
/// <param name="Operations">The answers by method, all made when the configuration was read.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record OpenApiMock(string File, FrozenDictionary<string, MockOperation> Operations, SourcePlace Place) : MockDefinition(Place);
