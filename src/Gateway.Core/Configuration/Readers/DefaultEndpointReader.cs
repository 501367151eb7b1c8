using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>default</c>.</summary>
internal sealed class DefaultEndpointReader : IEndpointReader
{
    public string Type => "default";

    public Type Reads => typeof(DefaultEndpoint);

    public KeySet Keys { get; } = new("[[endpoint]] default", [EndpointKeys.Name, EndpointKeys.Type, .. AddressedSettingsReader.Keys]);

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft) =>
        new DefaultEndpoint(name, AddressedSettingsReader.Read(table, out var hosts), hosts, table.Place);

    public void Write(Endpoint endpoint, CanonicalToml toml) => AddressedSettingsReader.Write((DefaultEndpoint)endpoint, toml);
}
