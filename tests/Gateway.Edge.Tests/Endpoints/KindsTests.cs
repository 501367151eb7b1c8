using Gateway.Core.Endpoints;
using Gateway.Edge.Endpoints;

namespace Gateway.Edge.Tests.Endpoints;

/// <summary>A kind of endpoint is three files: its record, its reader (which Core's tests look for) and its handler.</summary>
public sealed class KindsTests
{
    [Fact]
    public void Every_kind_of_endpoint_has_exactly_one_handler_of_its_name()
    {
        var records = typeof(Endpoint).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Endpoint)) && !type.IsAbstract);
        var handlers = typeof(IEndpointHandler).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IEndpointHandler)) && type is { IsClass: true, IsAbstract: false });

        // What answers in the place of an endpoint, as a mock does, is a handler and no kind.

        Assert.Equal(records.Select(record => $"{record.Name}Handler").Order(), handlers.Select(handler => handler.Name).Where(name => name.EndsWith("EndpointHandler", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_kind_of_endpoint_lies_in_files_of_its_name()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Cluster.sln")))
        {
            root = root.Parent;
        }

        var records = typeof(Endpoint).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Endpoint)) && !type.IsAbstract).Select(type => type.Name);
        var missing = records.SelectMany(name => new[]
        {
            $"src/Gateway.Core/Endpoints/{name}.cs", $"src/Gateway.Core/Configuration/Readers/{name}Reader.cs", $"src/Gateway.Edge/Endpoints/{name}Handler.cs",
        }).Where(file => !File.Exists(Path.Combine(root!.FullName, file)));

        Assert.Empty(missing);
    }
}
