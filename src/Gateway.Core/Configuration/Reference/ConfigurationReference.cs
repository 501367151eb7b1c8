using System.Collections.Immutable;
using System.Text;

namespace Gateway.Core.Configuration.Reference;

/// <summary>
/// What the keys of <c>deployment.toml</c> are, from the definitions that the readers read by. <c>docs/configuration.md</c> is prose with
/// places for it between.
/// </summary>
public static class ConfigurationReference
{
    private const string Begin = "<!-- generated: ";
    private const string BeginEnd = " -->";
    private const string End = "<!-- end of generated -->";

    /// <summary>The names of all tables, in the order of the reference.</summary>
    public static ImmutableArray<string> Tables { get; } = [.. ReferenceTables.All.Select(keys => keys.Name)];

    /// <summary>The keys of one table, in Markdown; null: there is no such table.</summary>
    /// <param name="name">One of <see cref="Tables"/>.</param>
    public static string? Table(string name) => ReferenceTables.Find(name) is { } keys ? ReferenceText.Of(keys, keys.Keys) : null;

    /// <summary>
    /// Fills a document's places anew. A place is what lies between the lines <c>&lt;!-- generated: … --&gt;</c> and
    /// <c>&lt;!-- end of generated --&gt;</c>; the first says what belongs there: <c>keys of T</c>, <c>keys of T without U</c> for those that U
    /// has not just so, <c>keys of T and U</c> for those that both have so, <c>refused</c>, <c>WSO2</c>.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="problems">What is wrong with its places, and which keys it shows nowhere.</param>
    public static string Fill(string document, out ImmutableArray<string> problems)
    {
        ArgumentNullException.ThrowIfNull(document);
        var found = ImmutableArray.CreateBuilder<string>();
        var shown = new HashSet<Key>();
        var text = new StringBuilder();
        var inside = false;
        foreach (var line in document.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith(Begin, StringComparison.Ordinal) && line.EndsWith(BeginEnd, StringComparison.Ordinal))
            {
                text.Append(line).Append('\n').Append(Content(line[Begin.Length..^BeginEnd.Length], shown, found));
                if (inside)
                {
                    found.Add($"the place before '{line}' has no end: {End}");
                }

                inside = true;
            }
            else if (line == End)
            {
                text.Append(line).Append('\n');
                inside = false;
            }
            else if (!inside)
            {
                text.Append(line).Append('\n');
            }
        }

        if (inside)
        {
            found.Add($"the last place has no end: {End}");
        }

        foreach (var keys in ReferenceTables.All)
        {
            // What is the same in all that it says need stand in one table only.
            if (keys.Keys.FirstOrDefault(key => !shown.Contains(key)) is { } missing)
            {
                found.Add($"'{missing.Name}' of {keys.Name} stands nowhere: give it a place, {Begin}keys of {keys.Name}{BeginEnd}");
            }
        }

        problems = found.ToImmutable();
        return text.ToString();
    }

    private static string Content(string what, HashSet<Key> shown, ImmutableArray<string>.Builder problems)
    {
        const string KeysOf = "keys of ";
        const string Without = " without ";
        const string And = " and ";
        switch (what)
        {
            case "refused":
                return ReferenceText.Refused(ReferenceTables.All);
            case "WSO2":
                return ReferenceText.OfWso2();
            case var _ when what.StartsWith(KeysOf, StringComparison.Ordinal):
                var all = !what.Contains(Without, StringComparison.Ordinal);
                var tables = what[KeysOf.Length..].Split(all ? And : Without).Select(ReferenceTables.Find).ToArray();
                if (tables.Contains(null) || tables.Length > 2)
                {
                    break;
                }

                ImmutableArray<Key> keys = [.. tables[0]!.Keys.Where(key => tables.Length < 2 || tables[1]!.Keys.Contains(key) == all)];
                shown.UnionWith(keys);
                return ReferenceText.Of(tables[0]!, keys);
        }

        problems.Add($"nothing is known that is called '{what}'; tables: {string.Join(", ", Tables)}");
        return "";
    }
}
