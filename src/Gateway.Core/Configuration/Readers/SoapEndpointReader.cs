using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>soap</c>.</summary>
internal sealed class SoapEndpointReader : LeafEndpointReader
{
    public override string Type => "soap";

    public override Type Reads => typeof(SoapEndpoint);

    public override KeySet Keys { get; } = With("soap", [Address, .. FormatReader.Soap.Keys]);

    protected override FormatReader Formats => FormatReader.Soap;

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table) =>
        new SoapEndpoint(name, url, settings, table.Place);
}
