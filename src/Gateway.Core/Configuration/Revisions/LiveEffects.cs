using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>
/// What going from one catalog to another does to what lives in the cluster: cursors, members' states, sessions, requests under
/// way. It says what the grains and edges do; it decides nothing.
/// </summary>
internal static class LiveEffects
{
    public static ImmutableArray<string> Of(Catalog? before, Catalog after)
    {
        if (before is null)
        {
            return [];
        }

        var (was, now) = (ReachedGroups.In(before), ReachedGroups.In(after));
        var effects = ImmutableArray.CreateBuilder<string>();
        foreach (var name in was.Union(now).Order(StringComparer.Ordinal))
        {
            if (!now.Contains(name))
            {
                effects.Add($"'{name}' is used by no API any more: its requests under way finish, and its members are no longer checked");
            }
            else if (!was.Contains(name))
            {
                effects.Add($"'{name}' comes into use");
            }
            else
            {
                OfGroup(name, before, after, effects);
            }
        }

        foreach (var api in before.Apis)
        {
            OfApi(api, after.Apis.FirstOrDefault(other => other.Name == api.Name && other.Version == api.Version), effects);
        }

        return effects.ToImmutable();
    }

    private static void OfGroup(string name, Catalog before, Catalog after, ImmutableArray<string>.Builder effects)
    {
        var (was, now) = (GroupDefinition.Find(before, name)!, GroupDefinition.Find(after, name)!);
        var stayed = now.Members.Select(member => member.Id).Intersect(was.Members.Select(member => member.Id), StringComparer.Ordinal).ToArray();
        foreach (var gone in was.Members.Where(member => !stayed.Contains(member.Id)))
        {
            effects.Add($"member '{gone.Id}' of '{name}' gets no new requests: those under way finish, its state is forgotten"
                + (HasSessions(before, name) ? ", its sessions go on at other members" : ""));
        }

        foreach (var come in now.Members.Where(member => !stayed.Contains(member.Id)))
        {
            effects.Add($"member '{come.Id}' of '{name}' begins active" + (now.Rules.SlowStart > TimeSpan.Zero ? ", by slow_start" : ""));
        }

        foreach (var id in stayed.Where(id => AddressOf(before, id) != AddressOf(after, id)))
        {
            effects.Add($"member '{id}' of '{name}' keeps its state, though its address is another one: members are known by name");
        }

        if (!was.Members.AsSpan().SequenceEqual(now.Members.AsSpan()))
        {
            effects.Add($"'{name}' is dealt by a new ring; its cursor goes on where it is{(stayed.Length > 0 ? $", and the states of {string.Join(", ", stayed.Select(id => $"'{id}'"))} are kept" : "")}");
        }

        if (before.Endpoints[name] is GroupEndpoint { Settings.Session: var had } && after.Endpoints[name] is GroupEndpoint { Settings.Session: var has }
            && had != has && had.Kind != SessionKind.None)
        {
            effects.Add(has.Kind == SessionKind.None ? $"'{name}' knows no sessions any more" : $"sessions of '{name}' that are known otherwise now begin anew");
        }
    }

    private static void OfApi(ApiDefinition was, ApiDefinition? now, ImmutableArray<string>.Builder effects)
    {
        if (now is null)
        {
            effects.Add($"API '{was.Name}' {was.Version} answers 404 as soon as an edge adopts the revision");
        }
        else if (now.FullContext != was.FullContext)
        {
            effects.Add($"API '{was.Name}' {was.Version} answers at {now.FullContext}, and no longer at {was.FullContext}");
        }

        if (now is not null && now.Lifecycle != was.Lifecycle)
        {
            effects.Add($"API '{was.Name}' {was.Version} goes from {LifecycleWords.Of(was.Lifecycle)} to {LifecycleWords.Of(now.Lifecycle)}");
        }
    }

    private static bool HasSessions(Catalog catalog, string name) =>
        catalog.Endpoints[name] is GroupEndpoint { Settings.Session.Kind: not SessionKind.None };

    private static string AddressOf(Catalog catalog, string id) => catalog.Endpoints[id] is LeafEndpoint leaf ? leaf.Url : "";
}
