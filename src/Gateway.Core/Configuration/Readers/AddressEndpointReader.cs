using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>address</c>.</summary>
internal sealed class AddressEndpointReader : LeafEndpointReader
{
    public override string Type => "address";

    public override Type Reads => typeof(AddressEndpoint);

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, SourcePlace place) =>
        new AddressEndpoint(name, url, settings, place);
}
