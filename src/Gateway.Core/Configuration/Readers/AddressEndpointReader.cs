using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>address</c>.</summary>
internal sealed class AddressEndpointReader : LeafEndpointReader
{
    public override string Type => "address";

    public override Type Reads => typeof(AddressEndpoint);

    public override KeySet Keys { get; } = With("address", [Address, FormatReader.MethodKey, .. FormatReader.Any.Keys]);

    protected override FormatReader Formats => FormatReader.Any;

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table) =>
        new AddressEndpoint(name, url, settings, table.Place);
}
