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
}
