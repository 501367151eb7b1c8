using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>A backend's address in the configuration: what routing can call, told to the user.</summary>
internal static class EndpointUrl
{
    private const string Form =
        "It is \"http://10.0.0.5:8080/v1\", or a template such as \"http://10.0.0.5/{uri.var.petId}{?query.param.q}\".";

    /// <summary>Reports what is wrong with an address.</summary>
    public static void Check(string url, TableReader table)
    {
        // The address itself is not quoted: it may hold a password, or what a placeholder stands for.
        if (!BackendAddress.TryCompile(url, out var address, out var error, out var column))
        {
            var place = table.PlaceIn("url", column, out var exact);
            table.Problems.Error(place, $"'url' in {table.What}: {error}", exact ? Form : $"Look at character {column} of the url. {Form}");
        }
        else if (!address.HasFixedAuthority)
        {
            // A client could otherwise send requests wherever the gateway can.
            table.Problems.Error(table.PlaceOf("url"),
                $"'url' in {table.What} takes its host or port from the request",
                "Write scheme, host and port out; variables may stand behind the first '/'. An endpoint of type \"dynamic\" may compute them, with allowed_hosts.");
        }
    }

    /// <summary>
    /// Whether the rest of the path goes behind an address by default: a template that takes the path apart puts its pieces where they
    /// belong, and what is left would come twice.
    /// </summary>
    public static bool AppendsPath(string url) =>
        !(BackendAddress.TryCompile(url, out var address, out _, out _) && address.UsesPathVariables);
}
