using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Checks;

/// <summary>Members exist, no group is, by way of others, a member of itself, and groups are not nested without end.</summary>
internal static class GroupChecks
{
    // A request walks down through them: each costs a call on its stack.
    private const int DeepestNesting = 16;

    public static void Check(CatalogDraft draft, ProblemList problems)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in draft.Endpoints.Values.OfType<GroupEndpoint>())
        {
            var members = group.Members;
            for (var i = 0; i < members.Length; i++)
            {
                if (!draft.IsDefined(members[i]))
                {
                    problems.Error(draft.MemberPlaces[group.Name][i],
                        $"[[endpoint]] '{group.Name}' lists the member '{members[i]}', which no [[endpoint]] defines",
                        Nearest.Hint(members[i], draft.Endpoints.Keys.Where(name => name != group.Name), "Define it."));
                }
            }

            Walk(group, draft, depths, problems);
        }
    }

    /// <summary>
    /// Walks all groups below one, without recursion: a file may chain very many of them.
    /// </summary>
    /// <param name="start">The group.</param>
    /// <param name="draft">All endpoints.</param>
    /// <param name="depths">Of the groups met so far, how many lie below each other from there on, itself included; 0 while on the way.</param>
    /// <param name="problems">Where problems go.</param>
    private static void Walk(GroupEndpoint start, CatalogDraft draft, Dictionary<string, int> depths, ProblemList problems)
    {
        if (!depths.TryAdd(start.Name, 0))
        {
            return;
        }

        var path = new List<(GroupEndpoint Group, int Next)> { (start, 0) };
        var onPath = new HashSet<string>(StringComparer.Ordinal) { start.Name };
        while (path.Count > 0)
        {
            var (group, next) = path[^1];
            var members = group.Members;
            if (next == members.Length)
            {
                onPath.Remove(group.Name);
                path.RemoveAt(path.Count - 1);
                Measure(group, depths, problems);
                continue;
            }

            path[^1] = (group, next + 1);
            var member = members[next];
            if (onPath.Contains(member))
            {
                var circle = path.Select(step => step.Group.Name).SkipWhile(name => name != member).Append(member);
                problems.Error(draft.MemberPlaces[group.Name][next],
                    $"groups are members of each other in a circle: {string.Join(" -> ", circle)}",
                    $"Remove '{member}' from the members of '{group.Name}'.");
            }
            else if (draft.Endpoints.GetValueOrDefault(member) is GroupEndpoint inner && depths.TryAdd(member, 0))
            {
                path.Add((inner, 0));
                onPath.Add(member);
            }
        }
    }

    private static void Measure(GroupEndpoint group, Dictionary<string, int> depths, ProblemList problems)
    {
        // A group without members is reported where it is read, and still walked here.
        var depth = 1 + group.Members.Select(member => depths.GetValueOrDefault(member)).DefaultIfEmpty().Max();
        depths[group.Name] = depth;

        // Those further out are no deeper by their own fault.
        if (depth == DeepestNesting + 1)
        {
            problems.Error(group.Place, $"below [[endpoint]] '{group.Name}' groups are nested deeper than {DeepestNesting}",
                "List the members of the inner groups in fewer groups.");
        }
    }
}
