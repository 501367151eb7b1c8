using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what makes an API a SOAP API: <c>type</c>, WSO2's word for it, and <c>wsdl</c>.</summary>
internal static class SoapApiReader
{
    private static readonly Choices<ApiType> Types = new([("http", ApiType.Http), ("soap", ApiType.Soap)]);

    /// <summary>The API with what the table says of it.</summary>
    public static ApiDefinition Read(ApiDefinition api, TableReader table)
    {
        var type = table.OneOf("type", ApiType.Http, Types);
        if (table.Has("wsdl") && type != ApiType.Soap)
        {
            table.Problems.Error(table.KeyPlace("wsdl"), $"'wsdl' in {table.What} needs a SOAP API", "Add type = \"soap\".");
        }

        return api with { Type = type, Wsdl = WsdlFile.Read(table)?.Parts[0].File.Path ?? "" };
    }

    public static void Write(ApiDefinition api, CanonicalToml toml)
    {
        toml.Word("type", Types.Word(api.Type), Types.Word(ApiType.Http));
        toml.Word("wsdl", api.Wsdl, "");
    }
}
