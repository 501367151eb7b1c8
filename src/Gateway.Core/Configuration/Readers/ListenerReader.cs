using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration.Readers;

/// <summary>
/// Reads the listeners' ports from WSO2's <c>[transport]</c>: <c>passthru_http.listener.parameters.port</c> and
/// <c>passthru_https.…</c>, or by their public names <c>http.listener.port</c> and <c>http.listener.secured_port</c>.
/// </summary>
internal static class ListenerReader
{
    private const string AddedTo = "`[server] offset` is added. 0 asks the system for a free one, whatever the offset. Digits in quotes are taken too";

    private static readonly IntegerKey Http = new("transport.http.listener.port", 8280, 0, 65_535, $"port of the listener without TLS. {AddedTo}");

    private static readonly IntegerKey Https = new("transport.http.listener.secured_port", 8243, 0, 65_535, $"port of the listener with TLS. {AddedTo}");

    /// <summary>The keys of the listeners' ports.</summary>
    public static KeySet Ports { get; } = new("[transport] ports",
    [
        Http, Http with { Name = "transport.passthru_http.listener.parameters.port", Meaning = "another name of the same", Otherwise = "the same" },
        Https, Https with { Name = "transport.passthru_https.listener.parameters.port", Meaning = "another name of the same", Otherwise = "the same" },
    ]);

    private static readonly string[][] HttpKeys = [Parts(Ports.Keys[0]), Parts(Ports.Keys[1])];

    private static readonly string[][] HttpsKeys = [Parts(Ports.Keys[2]), Parts(Ports.Keys[3])];

    private static readonly string[][] Known = [.. HttpKeys, .. HttpsKeys, .. TransportTlsReader.Keys.Keys.Select(Parts)];

    public static ListenerSettings Read(Reading reading, TableNode root, int offset)
    {
        if (root.TryGet("transport", out var transport) && transport.Value is TableNode table)
        {
            NoteOthers(reading, table, ["transport"]);
        }

        return new ListenerSettings(Port(reading, root, HttpKeys, Http, offset), Port(reading, root, HttpsKeys, Https, offset));
    }

    private static string[] Parts(Key key) => key.Name.Split('.');

    private static int Port(Reading reading, TableNode root, string[][] keys, IntegerKey named, int offset)
    {
        int? configured = null;
        SourcePlace place = default;
        foreach (var key in keys)
        {
            if (!root.TryFind(key.AsSpan(0, key.Length - 1), out var node) || node is not TableNode table || table.Find(key[^1]) is null)
            {
                continue;
            }

            var reader = new TableReader(reading, table, $"[{string.Join('.', key.SkipLast(1))}]", Scope.Node);
            var port = reader.Integer(named with { Name = key[^1] }, quoted: true);
            if (configured is { } first && first != port)
            {
                reading.Problems.Error(reader.PlaceOf(key[^1]), $"'{key[^1]}' in {reader.What} is {port}, but line {place.Line} sets the same listener's port to {first}",
                    "Remove one of the two.");
            }

            configured ??= port;
            place = reader.PlaceOf(key[^1]);
        }

        var sum = (configured ?? named.ByDefault) + offset;
        if (configured == 0)
        {
            return 0;
        }

        if (sum > 65_535)
        {
            var offsetPlace = root.TryFind(["server", "offset"], out var node) ? node.Place : root.Place;
            reading.Problems.Error(configured is null ? offsetPlace : place,
                $"port {configured ?? named.ByDefault} and the offset {offset} make {sum}, but ports end at 65535", "Choose a smaller port or offset.");
        }

        return sum;
    }

    private static void NoteOthers(Reading reading, TableNode table, string[] path)
    {
        foreach (var (key, entry) in table.Entries)
        {
            string[] full = [.. path, key];
            var leads = Known.Where(known => known.Length >= full.Length && known.AsSpan(0, full.Length).SequenceEqual(full)).ToArray();
            if (leads.Length > 0 && entry.Value is TableNode inner)
            {
                NoteOthers(reading, inner, full);
            }
            else if (leads.Length == 0)
            {
                Note(reading, path, key, entry.Place);
            }
            else if (leads.All(known => known.Length > full.Length))
            {
                reading.Problems.Error(entry.Value.Place, $"'{string.Join('.', full)}' must be a table, not {entry.Value.Description}", "");
            }
        }
    }

    private static void Note(Reading reading, string[] path, string key, SourcePlace place)
    {
        var ours = Known.Where(known => known.Length > path.Length && known.AsSpan(0, path.Length).SequenceEqual(path))
            .Select(known => known[path.Length]).Distinct();
        if (path.Length > 1 && Nearest.To(key, ours) is { } nearest)
        {
            reading.Problems.Error(place, $"unknown key '{key}' in [{string.Join('.', path)}]", $"Did you mean '{nearest}'?");
            return;
        }

        reading.Leftovers.Add("transport", string.Join('.', path.Skip(1).Append(key)), place);
    }
}
