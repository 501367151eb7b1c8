using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what makes an API a SOAP API: <c>type</c>, WSO2's word for it, and <c>wsdl</c>.</summary>
internal static class SoapApiReader
{
    private static readonly WordKey<ApiType> Type = new("type", ApiType.Http, new([("http", ApiType.Http), ("soap", ApiType.Soap)]),
        """`"soap"`: every answer of the gateway's own is a SOAP fault. WSO2: `type`""");

    /// <summary>The keys of an API.</summary>
    public static ImmutableArray<Key> Keys { get; } =
    [
        Type,
        Key.Optional("wsdl", "file or address", "of SOAP APIs: a WSDL 1.1 file below the folder of this one, or an address, which `?wsdl` answers with, see [below](#soap-apis)"),
    ];

    /// <summary>The API with what the table says of it.</summary>
    public static ApiDefinition Read(ApiDefinition api, TableReader table)
    {
        var type = table.OneOf(Type);
        if (table.Has("wsdl") && type != ApiType.Soap)
        {
            table.Problems.Error(table.KeyPlace("wsdl"), $"'wsdl' in {table.What} needs a SOAP API", "Add type = \"soap\".");
        }

        return api with { Type = type, Wsdl = WsdlFile.Read(table)?.Parts[0].File.Path ?? "" };
    }

    public static void Write(ApiDefinition api, CanonicalToml toml)
    {
        toml.Word("type", Type.Choices.Word(api.Type), Type.Choices.Word(Type.ByDefault));
        toml.Word("wsdl", api.Wsdl, "");
    }
}
