using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>hash</c>: what of a request <c>algorithm = "hash"</c> looks at.</summary>
internal static class HashKeyReader
{
    private const string Client = "client";
    private const string Form = "It may be \"client\", { header = \"X-User\" }, { cookie = \"user\" } or { query = \"user\" }.";
    private const int LongestParameter = 128;

    private static readonly HashKey Usual = new(HashSource.ClientAddress, "");

    /// <summary>The keys of the table: exactly one of them.</summary>
    public static KeySet Keys { get; } = new("hash",
    [
        Key.Optional("header", "name", "the header with that name"),
        Key.Optional("cookie", "name", "the cookie with that name"),
        Key.Optional("query", "name", "the query's parameter with that name"),
    ]);

    /// <summary>The key that it stands under.</summary>
    public static Key Key { get; } = new("hash", $"\"{Client}\", or a table", $"\"{Client}\"",
        """what `"hash"` looks at: `"client"` (its address), `{ header = "X-User" }`, `{ cookie = "user" }` or `{ query = "user" }`""");

    public static HashKey? Read(TableReader group, BalanceAlgorithm algorithm, string word)
    {
        if (algorithm != BalanceAlgorithm.Hash)
        {
            if (group.Has("hash"))
            {
                group.Problems.Error(group.KeyPlace("hash"), $"'hash' in {group.What} means nothing with algorithm = \"{word}\"",
                    "Write algorithm = \"hash\", or remove it.");
            }

            return null;
        }

        switch (group.Value("hash"))
        {
            case null or ScalarNode { Kind: ScalarKind.Text, Text: Client }:
                return Usual;
            case TableNode:
                return Named(group.Table("hash", Form)!);
            case ScalarNode { Kind: ScalarKind.Text } text:
                var meant = Nearest.To(text.Text, [Client]) is null ? "" : $"Did you mean \"{Client}\"? ";
                group.Problems.Error(text.Place, $"'hash' in {group.What} cannot be \"{text.Text}\"", $"{meant}{Form}");
                return Usual;
            case { } other:
                group.Problems.Error(other.Place, $"'hash' in {group.What} cannot be {other.Description}", Form);
                return Usual;
        }
    }

    public static void Write(HashKey? key, CanonicalToml toml)
    {
        if (key is null || key == Usual)
        {
            return;
        }

        var hash = new InlineToml();
        hash.Word(key.Source switch { HashSource.Header => "header", HashSource.Cookie => "cookie", _ => "query" }, key.Name);
        toml.Table("hash", hash);
    }

    private static HashKey Named(TableReader hash)
    {
        Keys.Check(hash);
        var set = Keys.Acted.Where(hash.Has).Order(StringComparer.Ordinal).ToArray();
        if (set.Length != 1)
        {
            var fact = set.Length == 0 ? "nothing to look at" : $"both '{set[0]}' and '{set[1]}'";
            hash.Problems.Error(hash.Place, $"{hash.What} has {fact}", Form);
            return Usual;
        }

        if (hash.TextOrNull(set[0]) is not { } name)
        {
            return Usual;
        }

        var good = set[0] == "query" ? name.Length is > 0 and <= LongestParameter : HttpToken.IsName(name);
        if (!good)
        {
            hash.Problems.Error(hash.PlaceOf(set[0]), $"'{set[0]}' in {hash.What} cannot be \"{name}\"",
                set[0] == "query" ? $"A parameter's name has 1 to {LongestParameter} characters."
                : $"A {set[0]}'s name has {HttpToken.Rule}.");
        }

        var source = set[0] switch { "header" => HashSource.Header, "cookie" => HashSource.Cookie, _ => HashSource.Query };
        return new HashKey(source, name);
    }
}
