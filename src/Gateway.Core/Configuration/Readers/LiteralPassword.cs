namespace Gateway.Core.Configuration.Readers;

/// <summary>Warns of passwords that stand in the catalog themselves.</summary>
internal static class LiteralPassword
{
    public static void Warn(TableReader table, string key, Credential credential)
    {
        if (!credential.IsEmpty && credential.IsLiteral)
        {
            table.Problems.Warning(table.PlaceOf(key), $"'{key}' in {table.What} stands in the catalog as it is: it is stored with every revision, and travels to every node",
                $"Let each edge bring it: {key} = \"$env{{NAME}}\", or \"$secret{{alias}}\" and the value in each edge's [secrets].");
        }
    }
}
