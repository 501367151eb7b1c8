using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

public sealed class EndpointReadersTests
{
    [Fact]
    public void Every_kind_of_endpoint_has_exactly_one_reader_of_its_name()
    {
        var records = typeof(Endpoint).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Endpoint)) && !type.IsAbstract);

        Assert.Equal(
            records.Select(record => (record, $"{record.Name}Reader")).OrderBy(pair => pair.Item2),
            EndpointReaders.All.Select(reader => (reader.Reads, reader.GetType().Name)).OrderBy(pair => pair.Name));
    }

    [Fact]
    public void Every_reader_is_registered()
    {
        var readers = typeof(IEndpointReader).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IEndpointReader)) && type is { IsClass: true, IsAbstract: false });

        Assert.Equal(readers.Select(type => type.Name).Order(), EndpointReaders.All.Select(reader => reader.GetType().Name).Order());
        Assert.Equal(EndpointReaders.All.Length, EndpointReaders.All.Select(reader => reader.Type).Distinct().Count());
    }

    [Fact]
    public void An_address_that_is_written_out_in_a_route_is_called_with_the_endpoints_credentials_and_TLS_where_it_speaks_it()
    {
        var catalog = Reading.Good("""
            [[endpoint]]
            name = "d"
            type = "dynamic"
            security = { type = "digest", username = "a", password = "$env{P}" }
            tls = { ca = "a.pem" }
            [[endpoint.route]]
            when = { method = "GET" }
            to = "https://a"
            [[endpoint.route]]
            when = { method = "PUT" }
            to = "http://b"
            """, environment: new() { ["P"] = "secret" }).Catalog;

        var leaves = catalog.Endpoints.Values.OfType<HttpEndpoint>().OrderBy(leaf => leaf.Url, StringComparer.Ordinal).ToArray();
        Assert.Equal(["http://b", "https://a"], leaves.Select(leaf => leaf.Url));
        Assert.All(leaves, leaf => Assert.IsType<BackendSecurity.Digest>(leaf.Settings.Security));
        Assert.Equal(["", "a.pem"], leaves.Select(leaf => leaf.Settings.Tls.Ca));
        Assert.Equal(catalog.Bundle, CatalogReader.Read("revision 7", catalog.Bundle.Text).Value?.Bundle);
    }
}
