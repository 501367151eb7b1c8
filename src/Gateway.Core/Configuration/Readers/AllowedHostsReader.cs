using System.Collections.Immutable;
using Gateway.Core.Addresses;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>allowed_hosts</c>: what addresses may point at that are computed for a request.</summary>
internal static class AllowedHostsReader
{
    private const int Most = 1000;
    private const string Form = "Write \"orders.internal\", \"*.orders.internal\", \"10.0.0.5:8080\" or \"[fd00::5]:8443\": a host, and a port where only that one is meant.";

    public static AllowedHosts Read(TableReader table)
    {
        var patterns = ImmutableArray.CreateBuilder<HostPattern>();
        var texts = table.Texts("allowed_hosts", "hosts");
        if (texts.Length > Most)
        {
            table.Problems.Error(table.PlaceOf("allowed_hosts"), $"'allowed_hosts' in {table.What} has {texts.Length} hosts, but may have {Most}",
                "Give the hosts a name that they share, and allow that: \"*.orders.internal\".");
            return AllowedHosts.None;
        }

        foreach (var text in texts)
        {
            if (!HostPattern.TryRead(text.Text, out var pattern, out var error))
            {
                table.Problems.Error(text.Place, $"\"{text.Text}\" cannot stand in 'allowed_hosts' of {table.What}: {error}", Form);
            }
            else if (patterns.Contains(pattern))
            {
                table.Problems.Error(text.Place, $"'allowed_hosts' in {table.What} has {pattern} twice", "List it once.");
            }
            else
            {
                patterns.Add(pattern);
            }
        }

        return new AllowedHosts(patterns.ToImmutable());
    }
}
