using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Mediation.Rules;

public sealed class RouteRulesTests
{
    private const string Json = """{"order":{"kind":"bulk","count":12,"rush":true,"note":null,"items":[{"sku":"a-1"},{"sku":"b-2"}]}}""";
    private const string Xml = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><o:order xmlns:o="urn:orders" rush="yes"><o:kind>bulk</o:kind></o:order></s:Body></s:Envelope>""";

    private static readonly ImmutableArray<KeyValuePair<string, string>> Namespaces =
        [KeyValuePair.Create("o", "urn:orders"), KeyValuePair.Create("s", "http://schemas.xmlsoap.org/soap/envelope/")];

    [Theory]
    [InlineData("POST", "", true)]
    [InlineData("PUT", "", true)]
    [InlineData("GET", "", false)]
    [InlineData("post", "", false)]
    public void A_method_is_compared(string method, string path, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.Method, "", Equal("POST", "PUT")), new Subject { Method = method, PathText = path }));

    [Theory]
    [InlineData("/bulk/*", "/bulk", true)]
    [InlineData("/bulk/*", "/bulk/1/x", true)]
    [InlineData("/bulk/*", "/bul%6B/1", true)]
    [InlineData("/bulk/*", "/bulky", false)]
    [InlineData("/orders", "/orders/", true)]
    [InlineData("/orders", "/Orders", false)]
    [InlineData("/orders/{id}", "/orders/7", true)]
    [InlineData("/orders/{id}", "/orders/7/x", false)]
    [InlineData("/orders/{id}?view={v}", "/orders/7?view=full", true)]
    [InlineData("*.json", "/a/b.json", true)]
    [InlineData("/*", "", true)]
    [InlineData("/", "", true)]
    [InlineData("/é", "/%c3%a9", true)]
    public void A_path_is_compared_as_a_resources_is(string pattern, string target, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.Path, "", Equal(pattern)), Subject.Of(target)));

    [Theory]
    [InlineData("/bul%6b/1", ValueTestKind.Prefix, "/bulk/", true)]
    [InlineData("/bulk", ValueTestKind.Prefix, "/bulk/", false)]
    [InlineData("/a/42", ValueTestKind.Regex, "/a/[0-9]+", true)]
    [InlineData("/a/42x", ValueTestKind.Regex, "/a/[0-9]+", false)]
    [InlineData("/a/42.pdf", ValueTestKind.Suffix, ".pdf", true)]
    public void A_path_may_be_compared_in_other_ways(string target, ValueTestKind kind, string text, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.Path, "", new ValueTest(kind, [text])), Subject.Of(target)));

    [Theory]
    [InlineData("gold", ValueTestKind.Equals, "gold", true)]
    [InlineData("Gold", ValueTestKind.Equals, "gold", false)]
    [InlineData("golden", ValueTestKind.Equals, "gold", false)]
    [InlineData("golden", ValueTestKind.Prefix, "gold", true)]
    [InlineData("red-gold", ValueTestKind.Suffix, "gold", true)]
    [InlineData("golden", ValueTestKind.Regex, "gold", false)]
    [InlineData("golden", ValueTestKind.Regex, "gold.*", true)]
    [InlineData("a|b", ValueTestKind.Regex, "a|b", false)]
    [InlineData("b", ValueTestKind.Regex, "a|b", true)]
    [InlineData("gold\n", ValueTestKind.Regex, "gold", false)]
    [InlineData("", ValueTestKind.Present, "", true)]
    [InlineData("gold", ValueTestKind.Absent, "", false)]
    [InlineData(null, ValueTestKind.Equals, "", false)]
    [InlineData(null, ValueTestKind.Regex, ".*", false)]
    [InlineData(null, ValueTestKind.Present, "", false)]
    [InlineData(null, ValueTestKind.Absent, "", true)]
    public void A_header_is_compared(string? value, ValueTestKind kind, string text, bool holds)
    {
        var subject = new Subject();
        if (value is not null)
        {
            subject.Headers["X-Tenant"] = value;
        }

        Assert.Equal(holds, Holds(new(RouteSource.Header, "x-tenant", new ValueTest(kind, [text])), subject));
    }

    [Theory]
    [InlineData("?kind=bulk", true)]
    [InlineData("?kind=retail&kind=bulk", true)]
    [InlineData("?kind=bulk&kind=retail", false)]
    [InlineData("?k%69nd=b%75lk", true)]
    [InlineData("?Kind=bulk", false)]
    [InlineData("", false)]
    public void The_last_parameter_of_a_name_is_compared_decoded(string query, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.Query, "kind", Equal("bulk")), Subject.Of("/x" + query)));

    [Theory]
    [InlineData("SOAPAction", "\"urn:bulk\"", true)]
    [InlineData("SOAPAction", "urn:bulk", true)]
    [InlineData("SOAPAction", "\"urn:retail\"", false)]
    [InlineData("Content-Type", "application/soap+xml; charset=utf-8; action=\"urn:bulk\"", true)]
    [InlineData("Content-Type", "application/soap+xml;action=urn:bulk;charset=utf-8", true)]
    [InlineData("Content-Type", "application/soap+xml; note=\"; action=urn:bulk\"", false)]
    [InlineData("Content-Type", "application/soap+xml", false)]
    public void A_SOAP_action_is_found_where_either_version_has_it(string header, string value, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.SoapAction, "", Equal("urn:bulk")), new Subject { Headers = { [header] = value } }));

    [Theory]
    [InlineData("$.order.kind", ValueTestKind.Equals, "bulk", true)]
    [InlineData("$.order.kind", ValueTestKind.Equals, "\"bulk\"", false)]
    [InlineData("$.order.count", ValueTestKind.Equals, "12", true)]
    [InlineData("$.order.rush", ValueTestKind.Equals, "true", true)]
    [InlineData("$.order.items[*].sku", ValueTestKind.Equals, "b-2", true)]
    [InlineData("$.order.items[*].sku", ValueTestKind.Equals, "c-3", false)]
    [InlineData("$.order.items[*].sku", ValueTestKind.Prefix, "b", true)]
    [InlineData("$.order.items.length()", ValueTestKind.Equals, "2", true)]
    [InlineData("$.order.items.length()", ValueTestKind.Regex, "[12]", true)]
    [InlineData("$..sku", ValueTestKind.Regex, "a-[0-9]", true)]
    [InlineData("$.order.note", ValueTestKind.Present, "", true)]
    [InlineData("$.order.nothing", ValueTestKind.Present, "", false)]
    [InlineData("$.order.nothing", ValueTestKind.Absent, "", true)]
    [InlineData("$.order.kind", ValueTestKind.Absent, "", false)]
    [InlineData("$.order.nothing", ValueTestKind.Equals, "", false)]
    public void What_a_JSON_path_leads_to_is_compared(string path, ValueTestKind kind, string text, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.Json, path, new ValueTest(kind, [text])), Subject.With("application/json", Json)));

    [Theory]
    [InlineData("{\"a\":{\"b\":\"x\"}}", true)]
    [InlineData("{\"c\":[{\"a\":{\"b\":\"y\"}}],\"a\":{\"d\":{\"b\":\"y\"},\"b\":\"x\",\"e\":[1]},\"f\":{\"b\":\"y\"}}", true)]
    [InlineData("{\"\\u0061\":{\"b\":\"\\u0078\"}}", true)]
    [InlineData("\uFEFF{\"a\":{\"b\":\"x\"}}", true)]
    [InlineData("{\"a\":{\"b\":\"y\"},\"a\":{\"b\":\"x\"}}", true)]
    [InlineData("{\"a\":{\"b\":\"x\"},\"a\":{}}", false)]
    [InlineData("{\"a\":{\"b\":\"x\",\"b\":\"y\"}}", false)]
    [InlineData("{\"a\":{\"b\":\"x\"},\"a\":7}", false)]
    [InlineData("{\"a\":[{\"b\":\"x\"}]}", false)]
    [InlineData("{\"d\":{\"a\":{\"b\":\"x\"}}}", false)]
    [InlineData("{\"b\":\"x\"}", false)]
    [InlineData("[{\"a\":{\"b\":\"x\"}}]", false)]
    [InlineData("\"x\"", false)]
    [InlineData("{\"a\":{\"b\":\"x\"}", false)]
    [InlineData("{\"a\":{\"b\":\"x\"}}}", false)]
    public void A_member_is_found_where_it_is_and_of_several_with_one_name_the_last(string json, bool holds)
    {
        Assert.Equal(holds, Holds(new(RouteSource.Json, "$.a.b", Equal("x")), Subject.With("application/json", json)));

        // The same through the document.
        Assert.Equal(holds, Holds(new(RouteSource.Json, "$.a.b", new ValueTest(ValueTestKind.Regex, ["x"])), Subject.With("application/json", json)));
    }

    [Theory]
    [InlineData("[1,2]", true)]
    [InlineData("{\"c\":1}", false)]
    public void A_list_is_compared_as_JSON_without_blanks(string value, bool holds) => Assert.Equal(
        holds, Holds(new(RouteSource.Json, "$.a.b", Equal("[1,2]")), Subject.With("application/json", $"{{\"a\":{{\"b\": {value.Replace(",", ", ")}}}}}")));

    [Theory]
    [InlineData("//o:kind", ValueTestKind.Equals, "bulk", true)]
    [InlineData("/s:Envelope/s:Body/o:order/@rush", ValueTestKind.Equals, "yes", true)]
    [InlineData("//o:kind", ValueTestKind.Regex, "bu.*", true)]
    [InlineData("//o:nothing", ValueTestKind.Present, "", false)]
    [InlineData("//o:nothing", ValueTestKind.Absent, "", true)]
    [InlineData("//o:order[@rush='yes']", ValueTestKind.Present, "", true)]
    [InlineData("count(//o:kind) = 1", ValueTestKind.Equals, "true", true)]
    [InlineData("string-length(//o:kind) > 4", ValueTestKind.Present, "", false)]
    public void What_an_XPath_gives_is_compared(string xpath, ValueTestKind kind, string text, bool holds) =>
        Assert.Equal(holds, Holds(new(RouteSource.XPath, xpath, new ValueTest(kind, [text])), Subject.With("text/xml", Xml)));

    [Theory]
    [InlineData("application/json", "{\"order\":")]
    [InlineData("application/json", "")]
    [InlineData("text/xml", "<a>")]
    [InlineData("text/xml", "<!DOCTYPE a [<!ENTITY b \"bulk\">]><a><kind>&b;</kind></a>")]
    public void A_body_that_cannot_be_read_holds_nothing(string type, string text)
    {
        var condition = type == "application/json" ? new RouteCondition(RouteSource.Json, "$..*", Present) : new RouteCondition(RouteSource.XPath, "//*", Present);

        Assert.False(Holds(condition, Subject.With(type, text)));
    }

    [Theory]
    [InlineData("application/json", null, true, true)]
    [InlineData("application/vnd.orders+json; charset=utf-8", null, true, true)]
    [InlineData(null, null, true, true)]
    [InlineData("application/json", "identity", true, true)]
    [InlineData("application/json", "gzip", true, false)]
    [InlineData("image/png", null, true, false)]
    [InlineData("text/xml", null, true, false)]
    [InlineData("application/jsonx", null, true, false)]
    [InlineData("application/json", null, false, false)]
    public void A_body_is_read_only_where_there_may_be_what_is_looked_for(string? type, string? coding, bool hasBody, bool isRead)
    {
        var subject = new Subject { HasBody = hasBody };
        if (type is not null)
        {
            subject.Headers["Content-Type"] = type;
        }

        if (coding is not null)
        {
            subject.Headers["Content-Encoding"] = coding;
        }

        var rules = Compile(new RouteRule([new(RouteSource.Json, "$.a", Present)], "x"));

        Assert.Equal(!isRead, rules.TryDecide(subject, body: null, out var decision));
        Assert.Equal(RoutingDecision.None, decision);
    }

    [Fact]
    public void A_body_is_not_read_when_a_rule_before_decides_or_another_condition_fails()
    {
        var rules = Compile(
            new RouteRule([new(RouteSource.Method, "", Equal("GET"))], "reads"),
            new RouteRule([new(RouteSource.Header, "X-Tenant", Equal("gold")), new(RouteSource.Json, "$.a", Present)], "gold"));

        Assert.True(rules.TryDecide(Subject.With("application/json", "{}") with { Method = "GET" }, body: null, out var decision));
        Assert.Equal(RoutingDecision.ToEndpoint("reads"), decision);
        Assert.True(rules.TryDecide(Subject.With("application/json", "{}"), body: null, out decision));
        Assert.Equal(RoutingDecision.None, decision);
    }

    [Fact]
    public void The_first_rule_of_which_all_conditions_hold_decides()
    {
        var rules = Compile(
            new RouteRule([new(RouteSource.Method, "", Equal("POST")), new(RouteSource.Header, "X-Tenant", Equal("gold"))], "both"),
            new RouteRule([new(RouteSource.Header, "X-Tenant", Equal("gold"))], "gold"),
            new RouteRule([new(RouteSource.Method, "", Equal("POST"))], "posts"));

        Assert.Equal("posts", Decide(rules, new Subject()));
        Assert.Equal("both", Decide(rules, new Subject { Headers = { ["X-Tenant"] = "gold" } }));
        Assert.Equal("gold", Decide(rules, new Subject { Method = "GET", Headers = { ["X-Tenant"] = "gold" } }));
        Assert.Equal("", Decide(rules, new Subject { Method = "GET" }));
    }

    [Fact]
    public void An_address_whose_host_depends_on_the_request_is_computed()
    {
        var rules = Compile(new RouteRule([new(RouteSource.Method, "", Equal("POST"))], "http://{query.param.tenant}.orders.internal/v1"));

        rules.TryDecide(Subject.Of("/x?tenant=eu"), body: null, out var decision);
        Assert.Equal(RoutingDecision.ToComputed("http://eu.orders.internal/v1"), decision);

        rules.TryDecide(Subject.Of("/x?tenant=evil.example/%23"), body: null, out decision);
        Assert.Equal(RoutingTarget.Computed, decision.Target);
        Assert.NotEqual(AddressesHost("evil.example"), AddressesHost(decision.Value));
    }

    private static string AddressesHost(string text) =>
        Core.Addresses.ComputedAddress.Read(text, out var address) == Core.Addresses.AddressRefusal.None ? address.Host : text;

    private static ValueTest Present => new(ValueTestKind.Present, []);

    private static ValueTest Equal(params string[] texts) => new(ValueTestKind.Equals, [.. texts]);

    private static RouteRules Compile(params RouteRule[] rules) => RouteRules.Compile([.. rules], Namespaces);

    private static bool Holds(RouteCondition condition, Subject subject) => Decide(Compile(new RouteRule([condition], "x")), subject) == "x";

    private static string Decide(RouteRules rules, Subject subject)
    {
        if (!rules.TryDecide(subject, body: null, out var decision))
        {
            using var body = new RouteBody(subject.Bytes);
            Assert.True(rules.TryDecide(subject, body, out decision));
        }

        return decision.Value;
    }

    private sealed record Subject : IRouteSubject
    {
        public string Method { get; init; } = "POST";

        public string PathText { get; init; } = "";

        public string QueryText { get; init; } = "";

        public byte[] Bytes { get; init; } = [];

        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool HasBody { get; init; }

        public ReadOnlySpan<char> Path => PathText;

        public ReadOnlySpan<char> Query => QueryText;

        public static Subject Of(string target)
        {
            var query = target.IndexOf('?', StringComparison.Ordinal);
            return new Subject { PathText = query < 0 ? target : target[..query], QueryText = query < 0 ? "" : target[query..] };
        }

        public static Subject With(string type, string body) =>
            new() { Bytes = Encoding.UTF8.GetBytes(body), HasBody = true, Headers = { ["Content-Type"] = type } };

        public string? Header(string name) => Headers.GetValueOrDefault(name);

        public RequestVariables ReadVariables()
        {
            var variables = new RequestVariables();
            variables.ReadQuery(Query);
            return variables;
        }
    }
}
