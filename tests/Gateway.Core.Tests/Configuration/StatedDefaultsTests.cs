using System.Collections;
using System.Reflection;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Reference;

namespace Gateway.Core.Tests.Configuration;

/// <summary>A default that the reference states is the one that the reader takes: a file that says it means the same as one that does not.</summary>
public sealed class StatedDefaultsTests
{
    private const string Group = "[[endpoint]]\nname = \"g\"\nmembers = [{ name = \"a\", url = \"http://a\" }]\n";
    private const string Leaf = "[[endpoint]]\nname = \"a\"\nurl = \"https://a\"\n";

    /// <summary>A file for each table, with a place for one key. Tables that have no defaults of their own are not among them.</summary>
    private static readonly Dictionary<string, string> Files = new()
    {
        ["[server]"] = "[server]\n{0}\n",
        ["[[server.certificate]]"] = "[[server.certificate]]\ncert = \"a.pem\"\n{0}\n",
        ["[cluster]"] = "[cluster]\n{0}\n",
        ["[management]"] = "[management]\n{0}\n",
        ["[transport] ports"] = "{0}\n",
        ["[transport] TLS"] = "{0}\n",
        ["[[apim.gateway.environment]]"] = "[[apim.gateway.environment]]\nname = \"e\"\n{0}\n",
        ["[apim.cors]"] = "[apim.cors]\n{0}\n",
        ["[[endpoint]] http"] = Leaf + "{0}\n",
        ["[[endpoint]] address"] = Leaf + "type = \"address\"\n{0}\n",
        ["[[endpoint]] soap"] = Leaf + "type = \"soap\"\n{0}\n",
        ["[[endpoint]] failover"] = Group + "type = \"failover\"\n{0}\n",
        ["[[endpoint]] load_balance"] = Group + "type = \"load_balance\"\n{0}\n",
        ["[[endpoint]] load_balance hash"] = Group + "type = \"load_balance\"\nalgorithm = \"hash\"\n{0}\n",
        ["[[endpoint]] default"] = "[[endpoint]]\nname = \"d\"\ntype = \"default\"\n{0}\n",
        ["[[endpoint]] dynamic"] = Leaf + "[[endpoint]]\nname = \"d\"\ntype = \"dynamic\"\nroute = [{ when = { method = \"GET\" }, to = \"a\" }]\n{0}\n",
        ["timeout"] = Leaf + "timeout = { {0} }\n",
        ["suspend"] = Leaf + "suspend = { {0} }\n",
        ["mark_for_suspension"] = Leaf + "mark_for_suspension = { {0} }\n",
        ["retry"] = Leaf + "retry = { {0} }\n",
        ["health"] = Leaf + "[endpoint.health]\npath = \"/up\"\n{0}\n",
        ["security oauth2"] = Leaf
            + "[endpoint.security]\ntype = \"oauth2\"\ntoken_url = \"https://t\"\nclient_id = \"i\"\nclient_secret = \"$env{S}\"\n{0}\n",
        ["tls"] = Leaf + "tls = { {0} }\n",
        ["session"] = Group + "type = \"load_balance\"\nsession = { {0} }\n",
        ["[[api]]"] = Leaf + "[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1\"\nendpoint = \"a\"\n{0}\n",
        ["[api.cors]"] = Leaf + "[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1\"\nendpoint = \"a\"\n[api.cors]\n{0}\n",
    };

    // Said in other words: the kind of an endpoint that is of another kind here, and files that would have to be there.
    private static readonly string[] Elsewhere = ["[[endpoint]] wsdl", "sequence"];

    public static TheoryData<string, string> Defaults()
    {
        var data = new TheoryData<string, string>();
        foreach (var keys in ReferenceTables.All.Where(keys => !Elsewhere.Contains(keys.Name)))
        {
            foreach (var key in keys.Keys.Where(key => key.Otherwise is null && (key.Name != "type" || !keys.Name.StartsWith("[[endpoint]]", StringComparison.Ordinal))))
            {
                data.Add(keys.Name, $"{key.Name} = {key.Default}");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_file_that_states_a_default_means_the_same_as_one_that_does_not(string table, string line)
    {
        var file = Files[line.StartsWith("hash ", StringComparison.Ordinal) || line.StartsWith("balance_factor ", StringComparison.Ordinal) ? $"{table} hash" : table];
        var environment = new Dictionary<string, string> { ["S"] = "s" };

        var silent = Reading.Read(file.Replace("{0}", "", StringComparison.Ordinal), environment: environment);
        var stated = Reading.Read(file.Replace("{0}", line, StringComparison.Ordinal), environment: environment);

        Assert.DoesNotContain(silent.Problems.Concat(stated.Problems), problem => problem.Severity == Severity.Error);
        Assert.Equal(silent.Value!.Catalog.Bundle.Text, stated.Value!.Catalog.Bundle.Text);
        Assert.Equal(All(silent.Value.Node), All(stated.Value.Node));
    }

    private static string All(object? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    // Records compare lists by reference.
    private static void Write(object? value, StringBuilder text)
    {
        switch (value)
        {
            case IEnumerable list and not string:
                text.Append('[');
                foreach (var item in list)
                {
                    Write(item, text);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            case not null when value.GetType() is { IsEnum: false, Namespace: "Gateway.Core.Configuration" or "Gateway.Core.Routing" or "Gateway.Core.Certificates" } type:
                text.Append('{');
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
                {
                    text.Append(property.Name).Append(' ');
                    Write(property.GetValue(value), text);
                    text.Append("; ");
                }

                text.Append('}');
                break;
            default:
                text.Append(value);
                break;
        }
    }
}
