using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Mediation.Rules;

/// <summary>A script with a function <c>route(ctx)</c> that chooses where a request goes.</summary>
/// <param name="File">The script.</param>
/// <param name="Texts">Its string literals that could be names of endpoints, each once, sorted: it can choose those, and no others.</param>
/// <param name="ReadsBody">Whether it names <c>json</c> or <c>text</c>, so that the body must be there before it runs.</param>
public sealed record RouteScript(CatalogFile File, ImmutableArray<string> Texts, bool ReadsBody);
