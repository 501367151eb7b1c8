using Gateway.Core.Wsdl;

namespace Gateway.Core.Configuration.Readers;

/// <summary>The key <c>wsdl</c>: a WSDL 1.1 file below the configuration's folder, or the address of one, and everything it imports.</summary>
internal static class WsdlFile
{
    /// <summary>Reads it; null when not set, or when it cannot be read, which has then been reported.</summary>
    public static WsdlDocuments? Read(TableReader table) =>
        table.TextOrNull("wsdl") is not { } name || table.Reading.Files.TakeDocument(name, table.PlaceOf("wsdl"), table.Problems) is not { } main ? null
            : WsdlDocuments.Read(main, (path, place) => table.Reading.Files.TakeDocument(path, place, table.Problems), table.Problems);
}
