using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>http</c>.</summary>
internal sealed class HttpEndpointReader : IEndpointReader
{
    public string Type => "http";

    public Type Reads => typeof(HttpEndpoint);

    public KeySet Keys => LeafEndpointReader.Keys;

    public bool IsLeaf => true;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        var url = LeafEndpointReader.Url(table);
        return new HttpEndpoint(name, url, LeafEndpointReader.Settings(table, url), table.Place);
    }

    public void Write(Endpoint endpoint, CanonicalToml toml) => LeafEndpointReader.Write((LeafEndpoint)endpoint, toml);
}
