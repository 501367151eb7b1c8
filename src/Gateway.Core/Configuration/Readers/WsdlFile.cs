using Gateway.Core.Wsdl;

namespace Gateway.Core.Configuration.Readers;

/// <summary>The key <c>wsdl</c>: a WSDL 1.1 file below the configuration's folder, and everything it imports.</summary>
internal static class WsdlFile
{
    /// <summary>Reads it; null when not set, or when it cannot be read, which has then been reported.</summary>
    public static WsdlDocuments? Read(TableReader table)
    {
        if (table.TextOrNull("wsdl") is { } text && text.Contains("://", StringComparison.Ordinal))
        {
            table.Problems.Error(table.PlaceOf("wsdl"), $"'wsdl' in {table.What} is an address, and a gateway fetches nothing that it is configured by",
                "Save the WSDL and what it imports below the folder of this file, and name it: wsdl = \"services/phone.wsdl\".");
            return null;
        }

        return table.File("wsdl") is not { } main ? null
            : WsdlDocuments.Read(main, (path, place) => table.Reading.Files.Take(path, place, table.Problems), table.Problems);
    }
}
