using Gateway.Core.Configuration;
using Gateway.Core.Routing;
using Gateway.Core.Soap;

namespace Gateway.Core.Tests.Routing;

/// <summary>Resources that stand for operations of a SOAP service.</summary>
public sealed class OperationResourceTests
{
    private static readonly RouteTable Table = Apis.Table(Apis.Api("/soap") with
    {
        Resources =
        [
            Resource("rest", "", ""), Resource("by-action", "urn:a#Place", ""), Resource("by-name", "", "Place"),
            Resource("by-full-name", "", "{urn:c}Cancel"), Resource("by-both", "urn:d", "Do"),
        ],
    });

    [Theory]
    [InlineData("urn:a#Place", "", "", "by-action")]
    [InlineData("urn:a#place", "", "", "rest")]
    [InlineData("urn:a#Place", "Place", "urn:any", "by-action")]
    [InlineData("", "Place", "urn:any", "by-name")]
    [InlineData("", "Cancel", "urn:c", "by-full-name")]
    [InlineData("", "Cancel", "urn:d", "rest")]
    [InlineData("", "Cancel", "", "rest")]
    [InlineData("urn:d", "Do", "", "by-both")]
    [InlineData("urn:d", "Other", "", "rest")]
    [InlineData("", "", "", "rest")]
    public void An_operation_has_its_resource_and_all_others_the_one_without(string action, string operation, string space, string expected)
    {
        var match = Table.Match("/soap/1.0.0", "", "POST", new SoapCall(action, operation, space));

        Assert.Equal((RouteOutcome.Found, expected), (match.Outcome, match.Resource?.Definition.Place.File));
    }

    [Fact]
    public void Without_one_for_all_others_an_unknown_operation_has_none()
    {
        var table = Apis.Table(Apis.Api("/soap") with { Resources = [Resource("a", "urn:a", "")] });

        Assert.Equal(RouteOutcome.Found, table.Match("/soap/1.0.0", "", "POST").Outcome);
        Assert.Equal(RouteOutcome.NoResource, table.Match("/soap/1.0.0", "", "POST", new SoapCall("urn:b", "", "")).Outcome);
        Assert.Equal(RouteOutcome.MethodNotAllowed, table.Match("/soap/1.0.0", "", "GET", new SoapCall("urn:a", "", "")).Outcome);
    }

    [Fact]
    public void An_API_says_whether_its_operations_are_to_be_looked_at()
    {
        Assert.Equal((true, true), Facts(Resource("x", "", "a")));
        Assert.Equal((true, false), Facts(Resource("x", "a", "")));
        Assert.Equal((false, false), Facts(Resource("x", "", "")));

        static (bool, bool) Facts(ResourceDefinition resource)
        {
            var api = Apis.Table(Apis.Api("/soap") with { Resources = [resource] }).Apis[0];
            return (api.HasOperations, api.ReadsOperations);
        }
    }

    private static ResourceDefinition Resource(string name, string action, string operation) =>
        new("/*", ["POST"], new SourcePlace(name, 1, 1)) { SoapAction = action, SoapOperation = operation };
}
