using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Readers;

namespace Gateway.Core.Tests.Configuration;

/// <summary>Every key of an endpoint is part of what names a revision: nodes that differ in any of them run different catalogs.</summary>
public sealed class BundleKeyTests
{
    private const string Script = "[[file]]\npath = \"route.js\"\ntext = \"function route(ctx) { return 'b'; }\"";

    private static readonly (string Type, string Line)[] Lines =
    [
        ("http", "url = \"http://other\""), ("http", "append_path = false"), ("http", "weight = 2"), ("http", "connect_timeout = \"3s\""),
        ("http", "timeout = \"31s\""), ("http", "timeout = { action = \"discard\" }"), ("http", "protocol = \"h2c\""),
        ("http", "suspend = { error_codes = [101503] }"), ("http", "suspend = { error_codes = [-1] }"), ("http", "suspend = { initial = \"31s\" }"),
        ("http", "suspend = { factor = 2.0 }"), ("http", "suspend = { maximum = \"5m\" }"),
        ("http", "mark_for_suspension = { error_codes = [101503] }"), ("http", "mark_for_suspension = { retries = 1 }"),
        ("http", "mark_for_suspension = { delay = \"1s\" }"), ("http", "retry = { disabled_error_codes = [101504] }"),
        ("http", "retry = { enabled_error_codes = [101504] }"), ("http", "failure_statuses = [502]"), ("http", "failure_statuses = \"502,503\""),
        ("http", "health = { path = \"/a\" }"), ("http", "health = { path = \"/b\" }"), ("http", "health = { type = \"tcp\" }"),
        ("http", "health = { type = \"wsdl\" }"), ("http", "health = { path = \"/a\", interval = \"6s\" }"),
        ("http", "health = { path = \"/a\", timeout = \"3s\" }"), ("http", "health = { path = \"/a\", expect = \"200-399\" }"),
        ("http", "health = { path = \"/a\", rise = 3 }"), ("http", "health = { path = \"/a\", fall = 2 }"),
        ("http", "protocol = \"h2c\"\nhealth = { type = \"grpc\" }"), ("http", "protocol = \"h2c\"\nhealth = { type = \"grpc\", service = \"a\" }"),
        ("http", "security = { type = \"basic\", username = \"a\", password = \"$env{P}\" }"),
        ("http", "security = { type = \"basic\", username = \"b\", password = \"$env{P}\" }"),
        ("http", "security = { type = \"basic\", username = \"a\", password = \"$env{Q}\" }"),
        ("http", "security = { type = \"digest\", username = \"a\", password = \"$secret{p}\" }"),
        .. OfTokens(""), .. OfTokens(", scope = \"a\""), .. OfTokens(", client_auth = \"body\""), .. OfTokens(", parameters = { a = \"b\" }"),
        .. OfTokens(", grant = \"password\", username = \"u\", password = \"$env{P}\""), .. OfTokens(", tls = { ca = \"a.pem\" }"),
        .. OfTls("hostname_verifier = \"Strict\""), .. OfTls("hostname_verifier = \"DefaultAndLocalhost\""), .. OfTls("ca = \"a.pem\""),
        .. OfTls("cert = \"a.pem\""), .. OfTls("cert = \"a.pem\", key = \"a.key\""), .. OfTls("cert = \"a.pfx\", password = \"$env{P}\""),
        .. OfTls("revocation = true"),
        ("http", "method = \"post\""), ("http", "method = \"get\""),
        ("address", "format = \"soap11\""), ("address", "format = \"soap12\""), ("address", "format = \"pox\""), ("address", "format = \"get\""),
        ("address", "format = \"rest\""), ("address", "optimize = \"mtom\""), ("address", "optimize = \"swa\""),
        ("soap", "format = \"soap12\""), ("soap", "optimize = \"mtom\""), ("soap", "optimize = \"swa\""),
        ("wsdl", "wsdl = \"other.wsdl\""), ("wsdl", "service = \"B\""), ("wsdl", "port = \"B\""), ("wsdl", "optimize = \"mtom\""),
        .. OfGroups("load_balance", "delivery = \"at_least_once\""), .. OfGroups("failover", "delivery = \"at_most_once\""),
        ("load_balance", "algorithm = \"least_outstanding\""), ("load_balance", "algorithm = \"random\""), ("load_balance", "algorithm = \"hash\""),
        ("load_balance", "algorithm = \"hash\"\nhash = { header = \"a\" }"), ("load_balance", "algorithm = \"hash\"\nhash = { cookie = \"a\" }"),
        ("load_balance", "algorithm = \"hash\"\nhash = { query = \"a\" }"), ("load_balance", "algorithm = \"hash\"\nhash = { query = \"b\" }"),
        ("load_balance", "algorithm = \"hash\"\nbalance_factor = 0"), ("load_balance", "algorithm = \"hash\"\nbalance_factor = 1.5"),
        ("load_balance", "session = { type = \"header\" }"), ("load_balance", "session = { type = \"header\", name = \"X-Key\" }"),
        ("load_balance", "session = { type = \"client_id\" }"), ("load_balance", "session = { type = \"soap\" }"),
        ("load_balance", "cursor = \"local\""), ("load_balance", "lookahead = 0"), ("load_balance", "lookahead = 1"),
        .. OfAddressed("default"), .. OfAddressed("dynamic"),
        ("dynamic", "default = \"a\""), ("dynamic", "default = \"b\""), ("dynamic", "body_limit = \"2MiB\""), ("dynamic", "script = \"route.js\""),
        ("dynamic", "namespaces = { o = \"urn:o\" }"), ("dynamic", "namespaces = { o = \"urn:p\" }"),
        ("dynamic", Route("method = \"POST\"", "b")), ("dynamic", Route("method = [\"POST\", \"PUT\"]", "a")), ("dynamic", Route("method = { regex = \"P.*\" }", "a")),
        ("dynamic", Route("path = \"/a\"", "a")), ("dynamic", Route("path = { prefix = \"/a\" }", "a")), ("dynamic", Route("header = { a = \"1\" }", "a")),
        ("dynamic", Route("header = { a = { suffix = \"1\" } }", "a")), ("dynamic", Route("header = { a = { present = true } }", "a")),
        ("dynamic", Route("header = { a = { present = false } }", "a")), ("dynamic", Route("query = { a = \"1\" }", "a")), ("dynamic", Route("soap_action = \"a\"", "a")),
        ("dynamic", Route("json = { \"$.a\" = \"1\" }", "a")), ("dynamic", Route("json = { \"$.b\" = \"1\" }", "a")), ("dynamic", Route("xpath = { \"//a\" = \"1\" }", "a")),
        ("dynamic", Route("method = \"POST\", path = \"/a\"", "a")), ("dynamic", Route("method = \"POST\"", "http://a")), ("dynamic", Route("method = \"POST\"", "http://b")),
        ("failover", "order = \"listed\""), ("failover", "return_to_primary = false"),
    ];

    public static TheoryData<string> Types() => ["http", "address", "prototype", "soap", "wsdl", "load_balance", "failover", "default", "dynamic"];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_catalog_that_differs_in_any_key_has_another_hash(string type)
    {
        var texts = LinesOf(type).Select(line => Text(type, line)).Append(Text(type, "")).ToArray();

        var bundles = texts.Select(BundleOf).ToArray();

        Assert.Equal(texts.Length, bundles.Select(bundle => bundle.Hash).Distinct().Count());
        Assert.All(bundles, bundle => Assert.Equal(bundle, CatalogReader.Read("revision 7", bundle.Text).Value?.Bundle));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_key_is_left_out_of_this_table(string type)
    {
        var keys = EndpointReaders.All.Single(reader => reader.Type == type).Keys.Acted.Except(["name", "type"]);

        Assert.Empty(keys.Except(LinesOf(type).SelectMany(line => line.Split('\n')).Select(line => line == "[[endpoint.route]]" ? "route" : line.Split(' ')[0])));
    }

    [Theory]
    [InlineData("http", "suspend = { error_codes = [101504, 101503, 101504] }", "suspend = { error_codes = [101503, 101504] }")]
    [InlineData("http", "timeout = \"90s\"", "timeout = { action = \"fault\", duration = \"90000ms\" }")]
    [InlineData("http", "failure_statuses = [503, 502, \"502-503\"]", "failure_statuses = \"502,503\"")]
    [InlineData("http", "health = { path = \"/a\", expect = 200, interval = \"5s\", timeout = \"2s\", rise = 2, fall = 3 }", "health = { type = \"http\", path = \"/a\" }")]
    [InlineData("http", "health = { path = \"/a\", expect = [\"200 - 299\", \"300-399\"] }", "health = { path = \"/a\", expect = \"200-399\" }")]
    [InlineData("http", "mark_for_suspension = {}\nretry = {}\nsuspend = {}", "")]
    [InlineData("load_balance", "algorithm = \"hash\"\nhash = \"client\"", "algorithm = \"hash\"")]
    [InlineData("load_balance", "algorithm = \"org.apache.synapse.endpoints.algorithms.WeightedRoundRobin\"", "algorithm = \"round_robin\"")]
    [InlineData("load_balance", "algorithm = \"org.apache.synapse.endpoints.algorithms.RoundRobin\"", "")]
    [InlineData("load_balance", "algorithm = \"org.apache.synapse.endpoints.algorithms.WeightedRRLCAlgorithm\"", "algorithm = \"least_outstanding\"")]
    [InlineData("load_balance", "algorithm = \"hash\"\nbalance_factor = 1.25", "algorithm = \"hash\"")]
    [InlineData("load_balance", "session = { type = \"header\", name = \"X-Session-ID\" }", "session = { type = \"header\", timeout = \"600s\" }")]
    [InlineData("load_balance", "replay_limit = \"65536B\"\nquorum = \"auto\"\nmax_suspended = 1", "delivery = \"at_most_once\"")]
    [InlineData("dynamic", "[[endpoint.route]]\nto = \"a\"\nwhen = { json = { \"$.a\" = 1 }, header = { b = [\"x\"], a = \"y\" } }", "[[endpoint.route]]\nwhen = { header = { \"a\" = \"y\", b = \"x\" }, json = { '$.a' = \"1\" } }\nto = \"a\"")]
    [InlineData("dynamic", "allowed_hosts = [\"A.Example.\", \"0xa.0.0.5:080\"]", "allowed_hosts = [\"a.example\", \"10.0.0.5:80\"]")]
    [InlineData("dynamic", "body_limit = \"1024KiB\"\nappend_path = true", "")]
    [InlineData("failover", "replay_limit = \"16MiB\"\nsession = { timeout = \"1h\" }", "delivery = \"at_least_once\"\norder = \"rotate\"")]
    public void Two_ways_to_write_the_same_have_one_hash(string type, string line, string other) =>
        Assert.Equal(BundleOf(Text(type, line)), BundleOf(Text(type, other)));

    // As it travels.
    private static Bundle BundleOf(string text)
    {
        var read = CatalogReader.Read("revision 7", text);
        Assert.Empty(read.Problems);
        return read.Value!.Bundle;
    }

    private static IEnumerable<(string, string)> OfTokens(string more) =>
        [("http", $"security = {{ type = \"oauth2\", token_url = \"https://a/t\", client_id = \"a\", client_secret = \"$env{{S}}\"{more} }}")];

    private static IEnumerable<(string, string)> OfTls(string keys) => [("http", $"url = \"https://x\"\ntls = {{ {keys} }}")];

    private static IEnumerable<(string, string)> OfGroups(string type, string delivery) => ((string[])[
        "members = [\"a\"]", "members = [\"b\", \"a\"]", "weight = 2", delivery, "replay_limit = \"1MiB\"", "total_timeout = \"61s\"",
        "session = { type = \"cookie\" }", "session = { type = \"cookie\", name = \"SRV\" }", "session = { type = \"cookie\", timeout = \"11m\" }",
        "quorum = 1", "quorum = 2", "max_suspended = 0.5", "when_all_suspended = \"try_anyway\"",
        "slow_start = \"10s\""]).Select(line => (type, line));

    private static IEnumerable<(string, string)> OfAddressed(string type) => ((string[])[
        "append_path = false", "connect_timeout = \"3s\"", "timeout = \"31s\"", "timeout = { action = \"discard\" }", "suspend = { initial = \"31s\" }",
        "mark_for_suspension = { retries = 1 }", "failure_statuses = [502]", "allowed_hosts = [\"a\"]", "allowed_hosts = [\"*.a\"]", "allowed_hosts = [\"a:80\", \"b\"]",
        "security = { type = \"basic\", username = \"a\", password = \"$env{P}\" }", "security = { type = \"digest\", username = \"a\", password = \"$env{P}\" }",
        "tls = { ca = \"a.pem\" }",
        ]).Select(line => (type, line));

    private static string Route(string when, string to) => $"[[endpoint.route]]\nwhen = {{ {when} }}\nto = \"{to}\"";

    // All kinds of backends have these keys, but for those whose address and verb come from elsewhere.
    private static IEnumerable<string> LinesOf(string type)
    {
        foreach (var (of, line) in Lines)
        {
            var key = line.Split(' ')[0];
            if (of == type || (of == "http" && type is "address" or "prototype")
                || (of == "http" && type is "soap" or "wsdl" && key is not ("method" or "append_path") && (type, key) is not ("wsdl", "url")))
            {
                yield return line;
            }
            else if (of == "http" && type == "wsdl" && line.IndexOf("\ntls", StringComparison.Ordinal) is > 0 and var tls)
            {
                yield return line[(tls + 1)..];
            }
        }

        if (type is "soap" or "wsdl")
        {
            yield return "append_path = true";
        }
    }

    private static string Text(string type, string line)
    {
        string[] usual = type switch
        {
            "wsdl" => ["wsdl = \"a.wsdl\"", "service = \"A\"", "port = \"A\""],
            "default" => [],
            "dynamic" when line.StartsWith('[') => [],
            "dynamic" => [$"{line}\n{Route("method = \"POST\"", "a")}"],
            "load_balance" or "failover" => ["members = [\"a\", \"b\"]"],
            _ => ["url = \"http://x\""],
        };
        var script = line.StartsWith("script", StringComparison.Ordinal) ? Script : "";
        var address = line.StartsWith("tls", StringComparison.Ordinal) ? "https://a" : "http://a";
        line = type == "dynamic" && usual.Length > 0 ? "" : line;
        return $"""
            [[endpoint]]
            name = "a"
            url = "http://a"
            [[endpoint]]
            name = "b"
            url = "http://b"
            [[endpoint]]
            name = "x"
            type = "{type}"
            {string.Join('\n', usual.Where(key => !line.StartsWith(key.Split(' ')[0] + " ", StringComparison.Ordinal)))}
            {line}
            {script}
            {(type == "wsdl" ? Wsdl("a.wsdl", address) + (line.Contains("other", StringComparison.Ordinal) ? Wsdl("other.wsdl", "http://o") : "") : "")}
            """;
    }

    // A file that no catalog names is not part of it, so that only those that are named may stand here.
    private static string Wsdl(string path, string address)
    {
        var port = $"<s:address xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' location='{address}'/>";
        var ports = $"<port name='A'>{port}</port><port name='B'>{port}</port>";
        return $"[[file]]\npath = \"{path}\"\ntext = \"<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>"
            + $"<service name='A'>{ports}</service><service name='B'>{ports}</service></definitions>\"\n";
    }
}
