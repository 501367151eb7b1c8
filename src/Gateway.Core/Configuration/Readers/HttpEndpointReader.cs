using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>http</c>.</summary>
internal sealed class HttpEndpointReader : LeafEndpointReader
{
    public override string Type => "http";

    public override Type Reads => typeof(HttpEndpoint);

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table) =>
        new HttpEndpoint(name, url, settings, table.Place);
}
