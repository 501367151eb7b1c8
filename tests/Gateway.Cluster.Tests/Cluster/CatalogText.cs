using System.Globalization;
using System.Text;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>A catalog of one group, <c>pets</c>, behind the API <c>/pets/1.0.0</c>.</summary>
internal sealed record CatalogText
{
    /// <summary>The group's name.</summary>
    public const string Group = "pets";

    /// <summary>Addresses of the members <c>a</c>, <c>b</c>, <c>c</c>.</summary>
    public required IReadOnlyList<string> Backends { get; init; }

    /// <summary>Their weights.</summary>
    public IReadOnlyList<int> Weights { get; init; } = [1, 1, 1];

    /// <summary>Slots fetched ahead; null: auto.</summary>
    public int? Lookahead { get; init; }

    /// <summary>Further keys of every member, a line each.</summary>
    public string MemberKeys { get; init; } = "";

    /// <summary>Further keys of the group, a line each.</summary>
    public string GroupKeys { get; init; } = "";

    /// <summary>Contexts of further APIs on the same group: they tell one revision from another.</summary>
    public IReadOnlyList<string> ExtraContexts { get; init; } = [];

    /// <summary>The members' names.</summary>
    public static string MemberName(int index) => ((char)('a' + index)).ToString();

    /// <summary>The catalog as TOML.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Backends.Count; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                [[endpoint]]
                name = "{MemberName(i)}"
                url = "{Backends[i]}"
                weight = {Weights[i]}
                {MemberKeys}

                """);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"""
            [[endpoint]]
            name = "{Group}"
            type = "load_balance"
            members = [{string.Join(", ", Backends.Select((_, i) => $"\"{MemberName(i)}\""))}]
            lookahead = {(Lookahead is { } slots ? slots.ToString(CultureInfo.InvariantCulture) : "\"auto\"")}
            {GroupKeys}

            """);
        foreach (var context in ExtraContexts.Prepend("/pets"))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""
                [[api]]
                name = "{context.Trim('/')}"
                context = "{context}"
                version = "1.0.0"
                endpoint = "{Group}"

                """);
        }

        return text.ToString();
    }
}
