using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>What sessions need that the client carries.</summary>
internal static class SessionChecks
{
    /// <summary>No two groups have one cookie: each would take the other's for a forged one, and write its own in its place.</summary>
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in draft.Endpoints.Values.OfType<GroupEndpoint>().Where(group => group.Settings.Session is { Kind: SessionKind.Cookie }))
        {
            var cookie = group.Settings.Session.CookieOf(group.Name);
            if (!owners.TryAdd(cookie, group.Name))
            {
                problems.Error(draft.SessionPlaces[group.Name],
                    $"the sessions of [[endpoint]] '{group.Name}' and of '{owners[cookie]}' want the same cookie, \"{cookie}\"",
                    "Give one of them another name, or leave name out: each group then has its own.");
            }
        }
    }

    /// <summary>An edge of a cluster needs the cluster's key to sign them: any other edge must take them for good.</summary>
    public static void CheckKey(CatalogDraft draft, ClusterSettings cluster, NodeKind kind, ProblemList problems)
    {
        if (kind != NodeKind.Edge || cluster.Mode != ClusterMode.Redis || cluster.Key.Length > 0)
        {
            return;
        }

        foreach (var group in draft.Endpoints.Values.OfType<GroupEndpoint>().Where(group => group.Settings.Session.NeedsKey))
        {
            problems.Error(draft.SessionPlaces[group.Name],
                $"the sessions of [[endpoint]] '{group.Name}' are signed, for which mode = \"redis\" needs 'key' in [cluster]",
                "Add key = \"$env{GATEWAY_CLUSTER_KEY}\" to [cluster], the same on every edge: 32 characters or more, as made by: openssl rand -base64 32");
        }
    }
}
