using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class RouteAllocationTests
{
    private static readonly RouteTable Table = RouteTable.Build([.. Enumerable.Range(0, 200).Select(i => Apis.Versioned(
        $"/area{i % 7}/api{i}", "1.0.0", i % 3 == 0, "GET /pets", "GET /pets/*", "GET /owners/{id}/pets/{+rest}", "GET /q?a={b}", "POST /*"))]);

    [Theory]
    [InlineData("GET", "/area1/api1/1.0.0/pets", "", RouteOutcome.Found)]
    [InlineData("GET", "/area1/api1/1.0.0/owners/7/pets/x/y/z", "", RouteOutcome.Found)]
    [InlineData("GET", "/area1/api1/1.0.0/q", "?x=1&a=2", RouteOutcome.Found)]
    [InlineData("HEAD", "/area0/api0/pets/", "", RouteOutcome.Found)]
    [InlineData("GET", "/%61rea1/api1/1.0.0/owners/7%2f/pets/x", "", RouteOutcome.Found)]
    [InlineData("DELETE", "/area1/api1/1.0.0/pets", "", RouteOutcome.MethodNotAllowed)]
    [InlineData("GET", "/area1/api1/2.0.0/pets", "", RouteOutcome.NoApi)]
    [InlineData("GET", "/a/very/deep/path/that/goes/on/and/on/under/no/context/at/all", "", RouteOutcome.NoApi)]
    public void A_look_up_allocates_nothing(string method, string path, string query, RouteOutcome outcome)
    {
        Assert.Equal(outcome, Table.Match(path, query, method).Outcome);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = Table.Match(path, query, method);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
