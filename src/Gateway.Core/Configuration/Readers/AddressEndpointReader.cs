using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>address</c>.</summary>
internal sealed class AddressEndpointReader : IEndpointReader
{
    public string Type => "address";

    public Type Reads => typeof(AddressEndpoint);

    public KeySet Keys => LeafEndpointReader.Keys;

    public bool IsLeaf => true;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        var url = LeafEndpointReader.Url(table);
        return new AddressEndpoint(name, url, LeafEndpointReader.Settings(table, url), table.Place);
    }

    public void Write(Endpoint endpoint, CanonicalToml toml) => LeafEndpointReader.Write((LeafEndpoint)endpoint, toml);
}
