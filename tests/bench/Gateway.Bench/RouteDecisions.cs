using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Core.Mediation.Rules;
using Gateway.Core.Routing;

namespace Gateway.Bench;

/// <summary>One decision of a dynamic endpoint; a rule over a body of 10 KB is to stay well under what forwarding a request costs.</summary>
[MemoryDiagnoser]
public class RouteDecisions
{
    private readonly Subject _json = new("application/json", JsonBody());
    private readonly Subject _xml = new("text/xml", XmlBody());
    private readonly RouteRules _header = Rules(new RouteCondition(RouteSource.Header, "X-Tenant", ValueTest.Of("silver")));
    private readonly RouteRules _path = Rules(new RouteCondition(RouteSource.Path, "", ValueTest.Of("/orders/{id}/*")));
    private readonly RouteRules _regex = Rules(new RouteCondition(RouteSource.Header, "X-Tenant", new ValueTest(ValueTestKind.Regex, ["(silver|bronze)-[0-9]+"])));
    private readonly RouteRules _first = Rules(new RouteCondition(RouteSource.Json, "$.order.kind", ValueTest.Of("bulk")));
    private readonly RouteRules _last = Rules(new RouteCondition(RouteSource.Json, "$.last", ValueTest.Of("bulk")));
    private readonly RouteRules _deep = Rules(new RouteCondition(RouteSource.Json, "$..sku", ValueTest.Of("nothing")));
    private readonly RouteRules _xpath = Rules(new RouteCondition(RouteSource.XPath, "//kind", ValueTest.Of("bulk")));

    [Benchmark(Description = "a header, equal", Baseline = true)]
    public bool Header() => _header.TryDecide(_json, null, out _);

    [Benchmark(Description = "a header, regular expression")]
    public bool Regex() => _regex.TryDecide(_json, null, out _);

    [Benchmark(Description = "the path, a template")]
    public bool Path() => _path.TryDecide(_json, null, out _);

    [Benchmark(Description = "JSON path, 10 KB, near the beginning")]
    public bool First() => Decide(_first, _json);

    [Benchmark(Description = "JSON path, 10 KB, at the end")]
    public bool Last() => Decide(_last, _json);

    [Benchmark(Description = "JSON path with .., 10 KB")]
    public bool Deep() => Decide(_deep, _json);

    [Benchmark(Description = "XPath, 10 KB")]
    public bool XPath() => Decide(_xpath, _xml);

    private static RouteRules Rules(RouteCondition condition) => RouteRules.Compile([new RouteRule([condition], "x")], []);

    private static bool Decide(RouteRules rules, Subject subject)
    {
        using var body = new RouteBody(subject.Bytes);
        return rules.TryDecide(subject, body, out _);
    }

    private static string JsonBody() =>
        $$"""{"order":{"kind":"bulk"},"items":[{{string.Join(',', Enumerable.Range(0, 130).Select(Item))}}],"last":"bulk"}""";

    private static string Item(int i) => $$"""{"sku":"item-{{i:0000}}","price":{"value":12.5,"currency":"EUR"},"amount":{{i}} }""";

    private static string XmlBody() =>
        $"<order><kind>bulk</kind>{string.Concat(Enumerable.Range(0, 110).Select(i => $"<item sku=\"item-{i:0000}\"><amount>{i}</amount><price currency=\"EUR\">12.5</price></item>"))}</order>";

    private sealed class Subject(string type, string body) : IRouteSubject
    {
        public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(body);

        public string Method => "POST";

        public ReadOnlySpan<char> Path => "/orders/4711/items";

        public ReadOnlySpan<char> Query => "";

        public bool HasBody => true;

        public string? Header(string name) => name == "Content-Type" ? type : name == "X-Tenant" ? "gold" : null;

        public RequestVariables ReadVariables() => new();
    }
}
