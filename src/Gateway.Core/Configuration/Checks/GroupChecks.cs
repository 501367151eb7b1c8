using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Members exist, and no group is, by way of others, a member of itself.</summary>
internal static class GroupChecks
{
    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in draft.Endpoints.Values.OfType<LoadBalanceEndpoint>())
        {
            for (var i = 0; i < group.Members.Length; i++)
            {
                if (!draft.IsDefined(group.Members[i]))
                {
                    problems.Error(draft.MemberPlaces[group.Name][i],
                        $"[[endpoint]] '{group.Name}' lists the member '{group.Members[i]}', which no [[endpoint]] defines",
                        Nearest.Hint(group.Members[i], draft.Endpoints.Keys.Where(name => name != group.Name), "Define it."));
                }
            }

            FindCircle(group, draft, done, problems);
        }
    }

    /// <summary>
    /// Walks all groups below one, without recursion: a file may chain very many of them.
    /// </summary>
    private static void FindCircle(LoadBalanceEndpoint start, CatalogDraft draft, HashSet<string> done, ProblemList problems)
    {
        if (!done.Add(start.Name))
        {
            return;
        }

        var path = new List<(LoadBalanceEndpoint Group, int Next)> { (start, 0) };
        var onPath = new HashSet<string>(StringComparer.Ordinal) { start.Name };
        while (path.Count > 0)
        {
            var (group, next) = path[^1];
            if (next == group.Members.Length)
            {
                onPath.Remove(group.Name);
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (group, next + 1);
            var member = group.Members[next];
            if (onPath.Contains(member))
            {
                var circle = path.Select(step => step.Group.Name).SkipWhile(name => name != member).Append(member);
                problems.Error(draft.MemberPlaces[group.Name][next], $"groups are members of each other in a circle: {string.Join(" -> ", circle)}",
                    $"Remove '{member}' from the members of '{group.Name}'.");
            }
            else if (draft.Endpoints.GetValueOrDefault(member) is LoadBalanceEndpoint inner && done.Add(member))
            {
                path.Add((inner, 0));
                onPath.Add(member);
            }
        }
    }
}
