using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Whether the credentials of a catalog stand for something on a node.</summary>
public static class CredentialChecks
{
    /// <summary>Those that do not, each as an error.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="source">What placeholders stand for on the node.</param>
    public static IEnumerable<Problem> Unresolved(ICalledEndpoint endpoint, CredentialSource source)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var settings = endpoint.Settings;
        foreach (var (key, credential) in settings.Security?.Credentials ?? [])
        {
            var value = credential.Resolve(source, out var fault);
            if (value is null)
            {
                yield return Problem(endpoint, $"'{key}' of 'security' in [[endpoint]] '{endpoint.Name}': {fault}");
            }
            else if (key == "username" && settings.Security is BackendSecurity.Basic && value.Contains(':', StringComparison.Ordinal))
            {
                yield return new Problem(endpoint.Place, Severity.Error,
                    $"'username' of 'security' in [[endpoint]] '{endpoint.Name}' stands for a name with a colon", "With Basic a colon ends the name (RFC 7617).");
            }
        }

        foreach (var tls in (BackendTls?[])[settings.Tls, (settings.Security as BackendSecurity.OAuth2)?.Tls])
        {
            if (tls is not null && tls.Password.Resolve(source, out var fault) is null)
            {
                yield return Problem(endpoint, $"'password' of 'tls' in [[endpoint]] '{endpoint.Name}': {fault}");
            }
        }
    }

    /// <summary>Warns of them: the file may be meant for other nodes than the one that reads it.</summary>
    internal static void Warn(Catalog catalog, CredentialSource source, ProblemList problems)
    {
        foreach (var problem in catalog.Endpoints.Values.OfType<ICalledEndpoint>().SelectMany(endpoint => Unresolved(endpoint, source)))
        {
            problems.Warning(problem.Place, problem.Message, $"{problem.Hint} An edge where it is so refuses the whole catalog.");
        }
    }

    /// <summary>Warns of secrets that a cluster would store and send as they are.</summary>
    internal static void WarnOfClear(Catalog catalog, ClusterSettings cluster, SourcePlace place, ProblemList problems)
    {
        // An embedded gateway makes a key for itself.
        if (cluster is { Mode: ClusterMode.Redis, Key.Length: 0 } && CatalogSecrets.Count(catalog) is > 0 and var count)
        {
            problems.Warning(place, $"the catalog holds {(count == 1 ? "a secret" : $"{count} secrets")}, and [cluster] has no key to seal {(count == 1 ? "it" : "them")} with: what is stored and sent is in clear",
                "Add key = \"$env{GATEWAY_CLUSTER_KEY}\" to [cluster], the same on every node, or let each edge bring its credentials by $env{…} and $secret{…}.");
        }
    }

    private static Problem Problem(ICalledEndpoint endpoint, string message) =>
        new(endpoint.Place, Severity.Error, message, "Set it on every edge before the edge is started.");
}
