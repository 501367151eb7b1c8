using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>All kinds of endpoints that can be read.</summary>
internal static class EndpointReaders
{
    private const string Default = "http";

    public static ImmutableArray<IEndpointReader> All { get; } =
    [
        new HttpEndpointReader(), new AddressEndpointReader(), new SoapEndpointReader(), new WsdlEndpointReader(), new PrototypeEndpointReader(),
        new FailoverEndpointReader(), new LoadBalanceEndpointReader(), new DefaultEndpointReader(), new DynamicEndpointReader(),
    ];

    private static FrozenDictionary<Type, IEndpointReader> ByRecord { get; } = All.ToFrozenDictionary(reader => reader.Reads);

    /// <summary>The reader of an endpoint that was read.</summary>
    public static IEndpointReader For(Endpoint endpoint) => ByRecord[endpoint.GetType()];

    /// <summary>Reads one <c>[[endpoint]]</c>, or a member written inline, into a draft.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="draft">Where it goes.</param>
    /// <param name="leafOnly">Whether only one backend may stand here.</param>
    /// <returns>Its name, or null when it has none that can be used.</returns>
    public static string? Read(TableReader table, CatalogDraft draft, bool leafOnly)
    {
        var name = table.TextOrNull("name");
        var named = name is null ? table : table.Named($"{table.What} '{name}'");
        if (name is null && !table.Has("name"))
        {
            table.Problems.Error(table.Place, $"{Article(table.What)} without a name", "Add a name, such as name = \"pets\".");
        }
        else if (name is not null && !Names.IsName(name))
        {
            table.Problems.Error(table.PlaceOf("name"), $"an endpoint cannot be named \"{name}\"", Names.Rule);
        }

        if (Kind(named) is not { } reader)
        {
            draft.AddUnread(name);
            return name;
        }

        if (leafOnly && !reader.IsLeaf)
        {
            table.Problems.Error(named.PlaceOf("type"), $"a member written inline cannot be of type \"{reader.Type}\"",
                "Give it an [[endpoint]] of its own, and list its name.");
            draft.AddUnread(name);
            return name;
        }

        reader.Keys.Check(named, key => Elsewhere(key, reader));
        draft.Add(reader.Read(name ?? "", named, draft), hasName: name is not null);
        return name;
    }

    private static IEndpointReader? Kind(TableReader table)
    {
        var type = table.Has("type") ? table.TextOrNull("type") : Default;
        if (type is null)
        {
            return null;
        }

        foreach (var reader in All)
        {
            if (reader.Type == type)
            {
                return reader;
            }
        }

        var meant = Nearest.To(type, All.Select(reader => reader.Type)) is { } nearest ? $"Did you mean \"{nearest}\"? " : "";
        table.Problems.Error(table.PlaceOf("type"), $"'type' in {table.What} cannot be \"{type}\"", $"{meant}{Allowed()}");

        return null;
    }

    private static string? Elsewhere(string key, IEndpointReader reader)
    {
        var others = All.Where(other => other != reader && other.Keys.Acted.Contains(key)).Select(other => $"\"{other.Type}\"").ToArray();
        return others.Length > 0 ? $"It belongs to an endpoint of type {string.Join(" or ", others)}; this one is of type \"{reader.Type}\"."
            : null;
    }

    private static string Allowed() => $"It may be: {string.Join(", ", All.Select(reader => $"\"{reader.Type}\""))}.";

    private static string Article(string what) => what.StartsWith('[') ? $"an {what}" : what;
}
