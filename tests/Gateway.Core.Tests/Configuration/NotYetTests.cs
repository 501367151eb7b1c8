using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

public class NotYetTests
{
    private const string Leaf = "[[endpoint]]\nname = \"a\"\ntype = \"http\"\nurl = \"http://a\"\n\n";

    [Theory]
    [InlineData("load_balance", "algorithm = \"random\"", "the algorithm of endpoint \"g\" is not yet supported")]
    [InlineData("load_balance", "algorithm = \"hash\"", "the algorithm of endpoint \"g\" is not yet supported")]
    [InlineData("load_balance", "algorithm = \"least_outstanding\"", "the algorithm of endpoint \"g\" is not yet supported")]
    [InlineData("load_balance", "session = { type = \"cookie\" }", "the session of endpoint \"g\" is not yet supported")]
    [InlineData("failover", "session = { type = \"soap\" }", "the session of endpoint \"g\" is not yet supported")]
    public void What_no_edge_can_do_yet_is_refused(string type, string line, string message)
    {
        var read = Reading.Read($"{Leaf}[[endpoint]]\nname = \"g\"\ntype = \"{type}\"\nmembers = [\"a\"]\n{line}\n");

        var problem = Assert.Single(read.Problems);
        Assert.Equal((Severity.Error, message, 6), (problem.Severity, problem.Message, problem.Place.Line));
        Assert.Null(read.Value);
    }
}
