using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Wsdl;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>wsdl</c>.</summary>
internal sealed class WsdlEndpointReader : LeafEndpointReader
{
    public override string Type => "wsdl";

    public override Type Reads => typeof(WsdlEndpoint);

    public override KeySet Keys { get; } = With("wsdl",
    [
        Key.Required("wsdl", "file or address", """a WSDL 1.1 file below the folder of this one, or an address, `"https://orders.example.com/service?wsdl"`; what it imports comes from beside it. An address is fetched when the configuration is read, see below"""),
        Key.Required("service", "name", "local name of the service"),
        Key.Required("port", "name",
            """
            name of its port. Address and format are the port's: `soap:address` is `"soap11"`, `soap12:address` `"soap12"`, `http:address` `"get"` where its binding says GET, else `"rest"`
            """),
        FormatReader.OptimizeKey,
    ]);

    protected override FormatReader Formats => FormatReader.Any;

    protected override string Url(TableReader table, out MessageFormat? format)
    {
        format = MessageFormat.LeaveAsIs;
        if (!table.Has("wsdl"))
        {
            table.Problems.Error(table.Place, $"{table.What} has no 'wsdl'", "Name the service's WSDL 1.1, a file or an address: wsdl = \"services/phone.wsdl\".");
        }

        if (WsdlFile.Read(table) is not { } documents || Find(WsdlPort.In(documents), table) is not { } port)
        {
            return "";
        }

        format = port.Format;
        return AddressOf(port, table);
    }

    protected override void WriteUrl(LeafEndpoint leaf, CanonicalToml toml)
    {
        var endpoint = (WsdlEndpoint)leaf;
        toml.Text("wsdl", endpoint.Wsdl);
        toml.Text("service", endpoint.Service);
        toml.Text("port", endpoint.Port);
    }

    protected override LeafEndpoint Create(string name, string url, BackendSettings settings, TableReader table) =>
        new WsdlEndpoint(name, url, settings, table.Place)
        {
            Wsdl = table.Text("wsdl", ""),
            Service = table.Text("service", ""),
            Port = table.Text("port", ""),
        };

    private static WsdlPort? Find(ImmutableArray<WsdlPort> ports, TableReader table)
    {
        if (ports.IsEmpty)
        {
            table.Problems.Error(table.PlaceOf("wsdl"), $"the WSDL of {table.What} has no port in any service", "Name the document that has the service.");
            return null;
        }

        var services = ports.Select(port => port.Service).Distinct().ToArray();
        if (Named("service", services, table) is not { } service)
        {
            return null;
        }

        var ofService = ports.Where(port => port.Service == service).ToArray();
        return Named("port", [.. ofService.Select(port => port.Name)], table) is { } name ? ofService.First(port => port.Name == name) : null;
    }

    private static string? Named(string key, string[] known, TableReader table)
    {
        var all = $"The WSDL has: {string.Join(", ", known.Select(name => $"\"{name}\""))}.";
        var name = table.TextOrNull(key);
        if (name is null)
        {
            if (!table.Has(key))
            {
                table.Problems.Error(table.Place, $"{table.What} has no '{key}'", $"{all} Name one: {key} = \"{known[0]}\".");
            }

            return null;
        }

        if (known.Contains(name))
        {
            return name;
        }

        var meant = Nearest.To(name, known) is { } nearest ? $"Did you mean \"{nearest}\"? " : "";
        table.Problems.Error(table.PlaceOf(key), $"{table.What} names the {key} '{name}', which its WSDL does not have", meant + all);
        return null;
    }

    private static string AddressOf(WsdlPort port, TableReader table)
    {
        const string Remedy = "Correct it there, or write an endpoint of type \"soap\" with a url instead.";
        if (port.Address is not { } address)
        {
            table.Problems.Error(port.Place, $"the port '{port.Name}' of {table.What} has no soap:address, soap12:address or http:address", Remedy);
            return "";
        }

        // A brace would begin a template.
        var error = address.Length == 0 ? "it is empty" : address.Contains('{') ? "it holds a '{'" : "";
        if (error.Length == 0 && !BackendAddress.TryCompile(address, out _, out error, out _))
        {
            error = error.Length == 0 ? "it cannot be read" : error;
        }

        if (error.Length > 0)
        {
            table.Problems.Error(port.Place, $"the address of the port '{port.Name}' of {table.What} cannot be used: {error}", Remedy);
            return "";
        }

        return address;
    }
}
