namespace Gateway.Core.Configuration.Readers;

/// <summary>Warns of passwords that stand in the catalog themselves.</summary>
internal static class LiteralPassword
{
    public static void Warn(TableReader table, string key, Credential credential)
    {
        if (!credential.IsEmpty && credential.IsLiteral)
        {
            table.Problems.Warning(table.PlaceOf(key), $"'{key}' in {table.What} stands in the catalog as it is: it travels to every node with every revision, sealed only where [cluster] has a key",
                $"Let each edge bring it: {key} = \"$env{{NAME}}\", or \"$secret{{alias}}\" and the value in each edge's [secrets].");
        }
    }
}
