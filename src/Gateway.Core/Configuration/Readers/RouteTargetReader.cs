using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>
/// Reads <c>to</c> of the rules of one dynamic endpoint. An address that is written out is a backend like any other, with a state in the
/// cluster: it gets an endpoint of its own, whose name is made from both.
/// </summary>
/// <param name="endpoint">The endpoint, but for its rules.</param>
/// <param name="endpointTable">Its table.</param>
/// <param name="draft">Where endpoints go that are made here.</param>
/// <param name="places">Takes where each name stands.</param>
internal sealed class RouteTargetReader(DynamicEndpoint endpoint, TableReader endpointTable, CatalogDraft draft, List<RoutePlace> places)
{
    private const int LongestName = 128;
    private const string Form = "It is the name of an [[endpoint]], or an address such as \"http://10.0.0.5:8080/v1\".";

    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Reads one; null when it cannot be used, which has been reported.</summary>
    public string? Read(TableReader route)
    {
        if (route.TextOrNull("to") is not { } to)
        {
            if (!route.Has("to"))
            {
                route.Problems.Error(route.Place, $"{route.What} has no 'to'", $"Say where it leads: to = \"orders-bulk\". {Form}");
            }

            return null;
        }

        if (!RoutingDecision.IsAddress(to) && !to.StartsWith('{'))
        {
            places.Add(new RoutePlace(to, route.PlaceOf("to"), "has a route to"));
            return to;
        }

        if (!BackendAddress.TryCompile(to, out var address, out var error, out var column))
        {
            var place = route.PlaceIn("to", column, out var exact);
            route.Problems.Error(place, $"'to' in {route.What}: {error}", exact ? Form : $"Look at character {column} of it. {Form}");
            return null;
        }

        if (address.HasFixedAuthority)
        {
            return Make(to, route.PlaceOf("to"));
        }

        if (endpoint.AllowedHosts.Texts.IsEmpty)
        {
            route.Problems.Error(route.PlaceOf("to"), $"'to' in {route.What} takes its host or port from the request, and nothing says which are allowed",
                $"Add the hosts that it may lead to, to {endpointTable.What}: allowed_hosts = [\"*.orders.internal\"].");
        }

        return to;
    }

    private string Make(string url, SourcePlace place)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)), 0, 4);
        var name = $"{endpoint.Name[..Math.Min(endpoint.Name.Length, LongestName - mark.Length - 1)]}:{mark}";
        if (_made.Add(name))
        {
            var append = endpointTable.Has("append_path") ? endpoint.Settings.AppendPath : EndpointUrl.AppendsPath(url);

            // 'tls' of the endpoint is for those of its addresses that speak it.
            var tls = BackendScheme.AsHttp(url).StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? BackendTls.Default : endpoint.Settings.Tls;
            draft.Add(
                new HttpEndpoint(name, url, endpoint.Settings with { AppendPath = append, Tls = tls }, place), hasName: endpoint.Name.Length > 0);
        }

        return name;
    }
}
