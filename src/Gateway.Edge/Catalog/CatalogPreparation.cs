using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Mediation;
using Gateway.Edge.Mocks;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Catalog;

/// <summary>What of a catalog can turn out not to work on this node, made ready.</summary>
/// <param name="Routes">The routes.</param>
/// <param name="Mocks">What answers resources in place of endpoints, by API.</param>
/// <param name="Choices">How each dynamic endpoint chooses, by its name.</param>
/// <param name="Faults">Scripts that the interpreter does not take. Requests that need them get a fault; all else works.</param>
internal sealed record PreparedCatalog(
    RouteTable Routes, ImmutableArray<IEndpointHandler?[]?> Mocks, FrozenDictionary<string, RouteChoice> Choices, ImmutableArray<Problem> Faults);

/// <summary>How a dynamic endpoint chooses.</summary>
/// <param name="Rules">Its rules.</param>
/// <param name="Script">Its script; null: it has none.</param>
internal sealed record RouteChoice(RouteRules Rules, RouteChooser? Script);

/// <summary>
/// Makes catalogs ready, as far as that can fail: before a change becomes a revision, and before one is put in force. Both go through here, so that
/// what one takes the other does not refuse. Nothing of it is seen by requests.
/// </summary>
internal sealed class CatalogPreparation(BackendClients clients, Mediations mediations, MockHandlers mocks, ScriptSandbox sandbox)
{
    /// <summary>Makes a catalog ready.</summary>
    /// <param name="catalog">A catalog that checks out.</param>
    /// <param name="problems">Why it cannot be served by this node; empty: it can.</param>
    public PreparedCatalog? Prepare(Core.Configuration.Catalog catalog, out ImmutableArray<Problem> problems)
    {
        if (catalog.SealedWith.Length > 0)
        {
            problems = [Problem("its secrets are sealed", "")];
            return null;
        }

        problems = clients.Check(catalog);
        if (!problems.IsEmpty)
        {
            return null;
        }

        try
        {
            return Prepare(catalog);
        }
        catch (Exception fault) when (IsOfContent(fault))
        {
            problems = [Problem($"this edge cannot make it ready: {fault.Message}", "Is its version older than the catalog?")];
            return null;
        }
    }

    // What rules, routes and scripts are made of throws these where a reader of another version would have found nothing wrong. On its own, because
    // it names what an edge without XML need not load.
    private static bool IsOfContent(Exception fault) =>
        fault is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or KeyNotFoundException or XmlException or JsonException;

    private PreparedCatalog Prepare(Core.Configuration.Catalog catalog)
    {
        var routes = RouteTable.Build(catalog.Apis);
        var ready = mocks.Of(routes);
        var choices = catalog.Endpoints.Values.OfType<DynamicEndpoint>().ToFrozenDictionary(
            endpoint => endpoint.Name,
            endpoint => new RouteChoice(RouteRules.Compile(endpoint.Routes, endpoint.Namespaces), endpoint.Script is { } script ? new RouteChooser(script, sandbox) : null),
            StringComparer.Ordinal);
        var programs = mediations.Prepare(catalog)
            .Concat(ready.SelectMany(api => api ?? []).OfType<ScriptMockHandler>().Select(mock => mock.Program).OfType<ScriptProgram>())
            .Concat(choices.Values.Select(choice => choice.Script?.Program).OfType<ScriptProgram>());
        return new PreparedCatalog(
            routes, ready, choices,
            [.. programs.Where(program => !program.IsUsable).Select(program => Problem($"this edge's interpreter does not take the script {program.Name}", "The edge's log says why."))]);
    }

    private static Problem Problem(string message, string hint) => new(new SourcePlace("catalog", 0, 0), Severity.Error, message, hint);
}
