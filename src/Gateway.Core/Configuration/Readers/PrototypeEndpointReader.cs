using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>prototype</c>.</summary>
internal sealed class PrototypeEndpointReader : LeafEndpointReader
{
    public override string Type => "prototype";

    public override Type Reads => typeof(PrototypeEndpoint);

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table) =>
        new PrototypeEndpoint(name, url, settings, table.Place);
}
