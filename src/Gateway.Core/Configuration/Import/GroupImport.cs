using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>The group of an <c>endpointConfig</c>: algorithm, sessions, and whether it sends on what failed.</summary>
internal static class GroupImport
{
    private const string Package = "org.apache.synapse.endpoints.algorithms.";

    /// <summary>A request in a group may last as long as all of its members would let it, but not longer than a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly ImmutableArray<string> Keys = ["algoCombo", "algoClassName", "sessionManagement", "sessionTimeOut", "failOver",
        "failover"];

    /// <summary>Adds a group of endpoints that were added from a place on.</summary>
    /// <returns>Its name.</returns>
    public static string Add(Fields config, bool isFailover, string name, int from, IReadOnlyList<PlannedLeaf> members, ImportPlan plan)
    {
        var group = new PlannedGroup(name, isFailover, [.. members.Select(member => member.Name)])
        {
            TotalTimeout = Total(members),
            Algorithm = isFailover ? "" : Algorithm(config),
            Session = Session(config, isFailover),
        };
        if (SendsOn(config, isFailover))
        {
            plan.Add(group);
            return name;
        }

        plan.Change(from, leaf => leaf with { Retry = PlannedLeaf.NoFailover });
        plan.Add(group with { Notes = ["What failed at one member is not sent to another, as failOver says: see 'retry' of its members."] });
        return name;
    }

    /// <summary>Says of a group's keys that they change nothing, where there is no group.</summary>
    public static void Unused(Fields config)
    {
        foreach (var key in Keys)
        {
            var item = config[key];
            if (!item.IsNothing)
            {
                item.Told(ImportVerdict.LeftOut, "It belongs to a group, and there is none.");
            }
        }
    }

    /// <summary>How long a request may take in a group of these.</summary>
    public static TimeSpan Total(IReadOnlyList<PlannedLeaf> members)
    {
        var total = members.Aggregate(TimeSpan.Zero, (sum, member) => sum + (member.Timeout < Longest ? member.Timeout : Longest));
        return total < Longest ? total : Longest;
    }

    private static bool SendsOn(Fields config, bool isFailover)
    {
        var item = config.Of("failOver", "failover");
        if (item.IsNothing)
        {
            return true;
        }

        switch (item.Flag())
        {
            case true:
                item.Taken("A failed request is sent on to the next member, as always in a group.");
                return true;
            case false when isFailover:
                item.Told(ImportVerdict.LeftOut, "A failover group always fails over; WSO2 does not look at it there.");
                return true;
            case false:
                item.Changed(item.Text == "False"
                    ? "retry = { enabled_error_codes = [-1] } in every member: what failed is not sent on."
                    : "retry = { enabled_error_codes = [-1] } in every member: what failed is not sent on. Older versions of WSO2 heeded nothing but the text False.");
                return false;
            default:
                item.NotSupported("It is neither true nor false; a failed request is sent on.");
                return true;
        }
    }

    private static string Algorithm(Fields config)
    {
        var combo = config["algoCombo"];
        var item = config["algoClassName"];
        var name = item.TextOrNull();
        if (name is null && combo.TextOrNull() is { } chosen && !chosen.Equals("other", StringComparison.OrdinalIgnoreCase))
        {
            (item, name) = (combo, chosen);
        }

        switch (name?.StartsWith(Package, StringComparison.Ordinal) == true ? name[Package.Length..] : name)
        {
            case null:
                return "";
            case "RoundRobin" or "roundRobin" or "round-robin":
                item.Taken("algorithm = \"round_robin\", which is the default.");
                return "";
            case "WeightedRoundRobin":
                item.Changed("algorithm = \"round_robin\": here it knows weights. Set 'weight' of the members, which endpointConfig does not hold.");
                return "";
            case "WeightedRRLCAlgorithm":
                item.Changed("algorithm = \"least_outstanding\": the member with the fewest requests under way for its weight.");
                return "least_outstanding";
            default:
                item.Told(ImportVerdict.Decision,
                    $"The class {name} cannot run here; requests are dealt in turn. Choose another 'algorithm' if that will not do: least_outstanding, hash, random.");
                return "";
        }
    }

    private static string Session(Fields config, bool isFailover)
    {
        var item = config["sessionManagement"];
        var timeout = config["sessionTimeOut"];
        var type = item.TextOrNull() switch
        {
            null => "",
            { } word when word.Equals("none", StringComparison.OrdinalIgnoreCase) => "",
            { } word when word.Equals("http", StringComparison.OrdinalIgnoreCase)
                || word.Equals("transport", StringComparison.OrdinalIgnoreCase) => "cookie",
            { } word when word.Equals("soap", StringComparison.OrdinalIgnoreCase) => "soap",
            { } word when word.Equals("simpleClientSession", StringComparison.OrdinalIgnoreCase) => "client_id",
            _ => "?",
        };
        if (type == "?" || (isFailover && type.Length > 0))
        {
            item.NotSupported(isFailover ? "In a failover group one member serves all sessions."
                : "This kind of session is not known; requests are dealt without sessions.");
            type = "";
        }

        if (type.Length == 0)
        {
            if (!timeout.IsNothing)
            {
                timeout.Told(ImportVerdict.LeftOut, "There are no sessions.");
            }

            return "";
        }

        var session = new InlineToml();
        session.Word("type", type);
        if (timeout.Whole() is > 0 and var milliseconds)
        {
            var span = Milliseconds.Span(milliseconds, TimeSpan.FromDays(365));
            session.Word("timeout", Duration.Text(span));
            timeout.Taken($"session.timeout = \"{Duration.Text(span)}\": it counts milliseconds.");
        }
        else if (!timeout.IsNothing)
        {
            timeout.NotSupported("It is no number of milliseconds over 0; sessions last 10 minutes, WSO2's default.");
        }

        item.Changed(type == "cookie"
            ? "session = { type = \"cookie\" }: a cookie of the gateway's own, in place of those that backends set. In a cluster it is signed with [cluster] key, which all nodes need."
            : $"session = {{ type = \"{type}\" }}.");
        return session.ToString();
    }
}
