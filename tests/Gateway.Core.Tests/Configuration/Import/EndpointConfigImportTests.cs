using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>One row for each rule of how <c>endpointConfig</c> is written here.</summary>
public sealed class EndpointConfigImportTests
{
    private const string Url = "\"url\": \"http://p0\"";

    private const string Leaf = "name = \"orders\"\nurl = \"http://p0\"\n";

    [Theory]
    [InlineData("null", "timeout = \"2m\"")]
    [InlineData("{}", "timeout = \"2m\"")]
    [InlineData("\"null\"", "timeout = \"2m\"")]
    [InlineData("\"\"", "timeout = \"2m\"")]
    [InlineData("{\"actionDuration\": 30000}", "timeout = \"30s\"")]
    [InlineData("{\"actionDuration\": \"30000\"}", "timeout = \"30s\"")]
    [InlineData("{\"actionDuration\": \"1E+2\"}", "timeout = \"100ms\"")]
    [InlineData("{\"actionDuration\": 99999999999999999999}", "timeout = \"1d\"")]
    [InlineData("{\"actionDuration\": \"abc\"}", "timeout = \"2m\"")]
    [InlineData("{\"actionDuration\": 0}", "timeout = \"2m\"")]
    [InlineData("{\"actionDuration\": \"\"}", "timeout = \"2m\"")]
    [InlineData("{\"actionSelect\": \"fault\", \"actionDuration\": \"3000\"}", "timeout = \"3s\"")]
    [InlineData("{\"actionSelect\": \"discard\", \"actionDuration\": 1500}", "timeout = { duration = \"1500ms\", action = \"discard\" }")]
    [InlineData("{\"actionSelect\": \"neverTimeout\", \"actionDuration\": 1500}", "timeout = \"1d\"")]
    [InlineData("{\"actionSelect\": \"perhaps\"}", "timeout = \"2m\"")]
    [InlineData("{\"suspendDuration\": 45000}", "timeout = \"2m\"\nsuspend = { initial = \"45s\" }")]
    [InlineData("{\"suspendDuration\": \"45000\", \"factor\": \"3\", \"suspendMaxDuration\": 250000.0}", "timeout = \"2m\"\nsuspend = { initial = \"45s\", factor = 3.0, maximum = \"250s\" }")]
    [InlineData("{\"suspendDuration\": 1000, \"factor\": 2.5}", "timeout = \"2m\"\nsuspend = { initial = \"1s\", factor = 2.5 }")]
    [InlineData("{\"suspendDuration\": 45000, \"suspendMaxDuration\": 25000, \"factor\": 2}", "timeout = \"2m\"\nsuspend = { initial = \"25s\", factor = 2.0, maximum = \"25s\" }")]
    [InlineData("{\"suspendDuration\": 45000, \"suspendMaxDuration\": 60000}", "timeout = \"2m\"\nsuspend = { initial = \"45s\" }")]
    [InlineData("{\"suspendDuration\": -1}", "timeout = \"2m\"")]
    [InlineData("{\"suspendDuration\": 0}", "timeout = \"2m\"\nsuspend = { error_codes = [-1] }\nmark_for_suspension = { error_codes = [-1] }")]
    [InlineData("{\"suspendDuration\": \"0\", \"factor\": \"abc\"}", "timeout = \"2m\"\nsuspend = { error_codes = [-1] }\nmark_for_suspension = { error_codes = [-1] }")]
    [InlineData("{\"suspendDuration\": 5000, \"suspendMaxDuration\": 0}", "timeout = \"2m\"\nsuspend = { error_codes = [-1] }\nmark_for_suspension = { error_codes = [-1] }")]
    [InlineData("{\"suspendErrorCode\": [\"101504\", 101503, \"101504\"]}", "timeout = \"2m\"\nsuspend = { error_codes = [101503, 101504] }")]
    [InlineData("{\"suspendErrorCode\": \"101504, 101503\"}", "timeout = \"2m\"\nsuspend = { error_codes = [101503, 101504] }")]
    [InlineData("{\"suspendErrorCode\": [\"-1\"], \"retryErroCode\": [-1]}", "timeout = \"2m\"\nsuspend = { error_codes = [-1] }\nmark_for_suspension = { error_codes = [-1] }")]
    [InlineData("{\"suspendErrorCode\": [\"abc\", 1e9]}", "timeout = \"2m\"")]
    [InlineData("{\"retryErroCode\": [\"101503\"], \"retryTimeOut\": \"2\", \"retryDelay\": 500}", "timeout = \"2m\"\nmark_for_suspension = { error_codes = [101503], retries = 2, delay = \"500ms\" }")]
    [InlineData("{\"retryErroCode\": \"101503\"}", "timeout = \"2m\"\nmark_for_suspension = { error_codes = [101503] }")]
    [InlineData("{\"retryErrorCode\": [101505]}", "timeout = \"2m\"\nmark_for_suspension = { error_codes = [101505] }")]
    [InlineData("{\"retryErroCode\": \"\", \"retryTimeOut\": \"\", \"retryDelay\": null}", "timeout = \"2m\"")]
    [InlineData("{\"factor\": -2}", "timeout = \"2m\"")]
    [InlineData("{\"factor\": 5000}", "timeout = \"2m\"\nsuspend = { factor = 1000.0 }")]
    [InlineData("{\"format\": \"soap11\", \"optimize\": \"mtom\"}", "timeout = \"2m\"")]
    public void The_config_of_a_backend_is_written_as(string config, string toml) =>
        Assert.Equal(Expected($"[[endpoint]]\n{Leaf}{toml}\n"), Toml($"{{\"endpoint_type\": \"http\", \"production_endpoints\": {{{Url}, \"config\": {config}}}}}"));

    [Theory]
    [InlineData("\"endpoint_type\": \"HTTP\", \"production_endpoints\": {\"url\": \"http://p0\"}", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"http\", \"production_endpoints\": \"http://p0\"", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"http\", \"production_endpoints\": \"{\\\"url\\\":\\\"http:\\\\/\\\\/p0\\\"}\"", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"http\", \"production_endpoints\": [{\"url\": \"http://p0\"}]", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"\"}, \"sandbox_endpoints\": {\"url\": \" http://s0 \"}", "[[endpoint]]\nname = \"orders-sandbox\"\nurl = \"http://s0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"production_endpoints\": {\"url\": \"http://p0/{uri.var.id}\"}", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0/{uri.var.id}\"\nappend_path = true\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"address\", \"production_endpoints\": {\"url\": \"http://p0\", \"config\": {\"format\": \"soap12\", \"optimize\": \"leave-as-is\"}}", "[[endpoint]]\nname = \"orders\"\ntype = \"address\"\nurl = \"http://p0\"\nformat = \"soap12\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://p0\", \"endpoint_type\": \"address\", \"config\": {\"format\": \"POX\"}}", "[[endpoint]]\nname = \"orders\"\ntype = \"address\"\nurl = \"http://p0\"\nformat = \"pox\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"default\", \"production_endpoints\": {\"url\": \"default\"}", "[[endpoint]]\nname = \"orders\"\ntype = \"default\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"ws\", \"production_endpoints\": {\"url\": \"wss://p0/feed\"}", "[[endpoint]]\nname = \"orders\"\nurl = \"wss://p0/feed\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"graphql\", \"http\": {\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://p0\"}}, \"ws\": {\"endpoint_type\": \"ws\"}", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"load_balance\", \"production_endpoints\": {\"url\": \"http://p0\"}", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"load_balance\", \"production_endpoints\": [{\"url\": \"http://p0\"}, {\"url\": null}]", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    [InlineData("\"endpoint_type\": \"failover\", \"production_endpoints\": {\"url\": \"http://p0\"}, \"production_failovers\": []", "[[endpoint]]\nname = \"orders\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n")]
    public void The_endpoints_are_written_as(string config, string toml) => Assert.Equal(Expected(toml), Toml($"{{{config}}}"));

    [Fact]
    public void A_failover_group_tries_the_primary_and_then_the_failovers_in_the_order_listed() => Assert.Equal(
        Expected("""
            [[endpoint]]
            name = "orders-primary"
            url = "http://p0"
            timeout = "2m"

            [[endpoint]]
            name = "orders-backup-1"
            url = "http://p1"
            timeout = "2m"

            [[endpoint]]
            name = "orders-backup-2"
            url = "http://p2"
            timeout = "30s"

            [[endpoint]]
            name = "orders"
            type = "failover"
            members = ["orders-primary", "orders-backup-1", "orders-backup-2"]
            order = "listed"
            total_timeout = "270s"

            """),
        Toml("""
            {"endpoint_type": "failover", "failOver": true, "production_endpoints": {"url": "http://p0"},
             "production_failovers": [{"endpoint_type": "http", "template_not_supported": false, "url": "http://p1"}, {"url": "http://p2", "config": {"actionDuration": 30000}}]}
            """));

    [Theory]
    [InlineData("", true, "")]
    [InlineData("\"failOver\": \"True\"", true, "")]
    [InlineData("\"failOver\": true", true, "")]
    [InlineData("\"failOver\": \"False\"", false, "")]
    [InlineData("\"failOver\": false", false, "")]
    [InlineData("\"failover\": \"false\"", false, "")]
    [InlineData("\"failOver\": \"maybe\"", true, "")]
    [InlineData("\"algoClassName\": \"org.apache.synapse.endpoints.algorithms.WeightedRRLCAlgorithm\"", true, "algorithm = \"least_outstanding\"\n")]
    [InlineData("\"algoClassName\": \"org.apache.synapse.endpoints.algorithms.WeightedRoundRobin\"", true, "")]
    [InlineData("\"algoCombo\": \"org.apache.synapse.endpoints.algorithms.WeightedRRLCAlgorithm\"", true, "algorithm = \"least_outstanding\"\n")]
    [InlineData("\"algoCombo\": \"other\", \"algoClassName\": \"com.example.Mine\"", true, "")]
    [InlineData("\"sessionManagement\": \"http\"", true, "session = { type = \"cookie\" }\n")]
    [InlineData("\"sessionManagement\": \"transport\", \"sessionTimeOut\": 300", true, "session = { type = \"cookie\", timeout = \"300ms\" }\n")]
    [InlineData("\"sessionManagement\": \"soap\", \"sessionTimeOut\": \"60000\"", true, "session = { type = \"soap\", timeout = \"1m\" }\n")]
    [InlineData("\"sessionManagement\": \"simpleClientSession\", \"sessionTimeOut\": \"\"", true, "session = { type = \"client_id\" }\n")]
    [InlineData("\"sessionManagement\": \"none\", \"sessionTimeOut\": \"300\"", true, "")]
    [InlineData("\"sessionManagement\": \"\", \"sessionTimeOut\": \"\"", true, "")]
    [InlineData("\"sessionManagement\": \"telepathy\"", true, "")]
    public void A_load_balance_group_is_written_as(string key, bool sendsOn, string more)
    {
        var retry = sendsOn ? "" : "retry = { enabled_error_codes = [-1] }\n";
        var note = sendsOn ? "" : "# What failed at one member is not sent to another, as failOver says: see 'retry' of its members.\n";
        var (algorithm, session) = more.StartsWith("algorithm", StringComparison.Ordinal) ? (more, "") : ("", more);

        Assert.Equal(
            Expected($"[[endpoint]]\nname = \"orders-a\"\nurl = \"http://p0\"\ntimeout = \"2m\"\n{retry}\n[[endpoint]]\nname = \"orders-b\"\nurl = \"http://p1\"\ntimeout = \"2m\"\n{retry}\n"
                + $"{note}[[endpoint]]\nname = \"orders\"\ntype = \"load_balance\"\nmembers = [\"orders-a\", \"orders-b\"]\n{algorithm}total_timeout = \"4m\"\n{session}"),
            Toml($"{{\"endpoint_type\": \"load_balance\", {key}{(key.Length > 0 ? ", " : "")}\"production_endpoints\": [{{\"url\": \"http://p0\"}}, {{\"url\": \"http://p1\"}}]}}"));
    }

    [Fact]
    public void A_WSDL_endpoint_whose_project_has_no_WSDL_keeps_its_address() => Assert.Equal(
        Expected("[[endpoint]]\nname = \"orders\"\ntype = \"wsdl\"\nwsdl = \"http://p0?wsdl\"\nservice = \"S\"\nport = \"P\"\ntimeout = \"2m\"\n"),
        Toml("{\"endpoint_type\": \"wsdl\", \"production_endpoints\": {\"url\": \"http://p0?wsdl\"}, \"wsdlendpointService\": \"S\", \"wsdlendpointPort\": \"P\"}"));

    [Theory]
    [InlineData("{\"endpoint_type\": \"awslambda\"}", "orders.json:1:19: error: endpoints of type 'awslambda' cannot be imported")]
    [InlineData("{\"endpoint_type\": \"sequence_backend\"}", "orders.json:1:19: error: endpoints of type 'sequence_backend' cannot be imported")]
    [InlineData("{\"endpoint_type\": \"Registry\", \"endpoint_id\": \"registry:a:1\"}", "orders.json:1:19: error: endpoints of type 'Registry' cannot be imported")]
    [InlineData("{\"endpoint_type\": \"teleport\"}", "orders.json:1:19: error: endpoints of type 'teleport' cannot be imported")]
    [InlineData("{\"endpoint_type\": \"http\"}", "orders.json:1:1: error: endpointConfig names no backend")]
    [InlineData("{\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"p0:8080\"}}", "orders.json:1:59: error: 'production_endpoints.url' cannot be the address of a backend: ")]
    [InlineData("{\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://p0/$env{HOME}\"}}", "orders.json:1:59: error: 'production_endpoints.url' holds a placeholder, which this gateway would replace by a value of its own")]
    [InlineData("{\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://p0/$ref{server.offset}\"}}", "orders.json:1:59: error: 'production_endpoints.url' holds a placeholder, which this gateway would replace by a value of its own")]
    [InlineData("{\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://${NOWHERE}/\"}}", "orders.json:1:59: error: the variable NOWHERE in 'production_endpoints.url' is not set")]
    [InlineData("{\"endpoint_type\": \"wsdl\", \"production_endpoints\": {\"url\": \"ws://p0?wsdl\"}}", "orders.json:1:59: error: 'production_endpoints.url' is the address of a WSDL that cannot be fetched: its scheme is ws, and only http and https are fetched")]
    [InlineData("{\"endpoint_type\": \"http\", \"production_endpoints\": \"{\\\"url\\\": }\"}", "orders.json:1:51: error: 'production_endpoints' holds JSON in a text; in its line 1, column 9: ")]
    public void What_cannot_be_imported_is_refused_at_its_place(string config, string problem)
    {
        var result = Importing.Single(config, "orders.json");

        Assert.Null(result.Value);
        Assert.Contains(result.Problems, known => known.ToString().StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_in_addresses_are_replaced()
    {
        var options = new Core.Configuration.Import.ImportOptions { Variables = new Dictionary<string, string> { ["HOST"] = "p9" } };

        var toml = Importing.Toml(Importing.Single("{\"endpoint_type\": \"http\", \"production_endpoints\": {\"url\": \"http://${HOST}/$HOST/${PORT:80}/$metadata\"}}", "orders.json", options));

        Assert.Contains("url = \"http://p9/p9/80/$metadata\"\n", toml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_another_type_of_endpoint_is_left_out_and_said()
    {
        var result = Importing.Single("""{"endpoint_type": "http", "production_endpoints": {"url": "http://p0"}, "production_failovers": [{"url": "http://p1"}], "algoCombo": "x"}""");

        Assert.DoesNotContain("p1", Importing.Toml(result), StringComparison.Ordinal);
        Assert.Equal("WSO2 does not look at it when endpoint_type is http.", Importing.Line(result, "production_failovers").Text);
        Assert.Equal("It belongs to a group, and there is none.", Importing.Line(result, "algoCombo").Text);
    }

    [Fact]
    public void Every_key_has_a_line_in_the_report()
    {
        var result = Importing.Single("""
            {"endpoint_type": "http", "unheard_of": 7, "empty": null,
             "production_endpoints": {"url": "http://p0", "template_not_supported": false, "mystery": "x", "config": {"factor": 2, "fctor": 3, "retryDelay": ""}}}
            """);

        Assert.Equal(
            ["empty", "endpoint_type", "production_endpoints.config.factor", "production_endpoints.config.fctor", "production_endpoints.config.retryDelay", "production_endpoints.mystery",
                "production_endpoints.template_not_supported", "production_endpoints.url", "unheard_of"],
            result.Report.Where(line => line.Place.File == "orders.yaml").Select(line => line.Key).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["production_endpoints.config.fctor", "production_endpoints.mystery", "unheard_of"],
            result.Report.Where(line => line.Verdict == Core.Configuration.Import.ImportVerdict.NotSupported).Select(line => line.Key).Order(StringComparer.Ordinal));
    }

    private static string Toml(string config)
    {
        // A comment tells of the file; what matters follows.
        var result = Importing.Single(config);
        Assert.DoesNotContain(result.Problems, problem => problem.Severity == Severity.Error);
        var toml = result.Value!.Toml;
        return string.Concat(toml.Split('\n').Where(line => !line.StartsWith("# Never suspended", StringComparison.Ordinal) && !line.StartsWith("# neverTimeout", StringComparison.Ordinal)).Select(line => line + "\n"))[..^1];
    }

    private static string Expected(string toml) => $"# Imported from orders.yaml by 'gateway import'.\n\n{toml}";
}
