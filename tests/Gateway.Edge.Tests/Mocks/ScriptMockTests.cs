using System.Net;
using System.Text;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Mocks;

/// <summary>Resources that scripts answer, over the wire.</summary>
public sealed class ScriptMockTests
{
    private const string Api = "[[api]]\nname = \"M\"\ncontext = \"/m\"\nversion = \"1\"\nlifecycle = \"PROTOTYPED\"\n\n";

    [Theory]
    [InlineData("mc.setProperty('CONTENT_TYPE', 'application/json'); mc.setPayloadJSON({ a: [1, 'x'] });", 200, "application/json", """{"a":[1,"x"]}""")]
    [InlineData("mc.setProperty('CONTENT_TYPE', 'application/json'); mc.setPayloadJSON('{\"a\": 1}');", 200, "application/json", """{"a": 1}""")]
    [InlineData("mc.setPayloadJSON(null);", 200, "application/xml", "{}")]
    [InlineData("mc.setPayloadJSON('');", 200, null, "")]
    [InlineData("mc.setProperty('HTTP_SC', '200 Nirons mock Start '); mc.setPayloadJSON('');", 200, null, "")]
    [InlineData("mc.setProperty('HTTP_SC', 404);", 404, null, "")]
    [InlineData("mc.setProperty('HTTP_SC', 'none');", 200, null, "")]
    [InlineData("mc.setProperty('HTTP_SC', '9999');", 200, null, "")]
    [InlineData("mc.setPayloadXML(<a b={1 + 1}>{'<'}</a>);", 200, "application/xml", "<a b=\"2\">&lt;</a>")]
    [InlineData("mc.setPayloadXML('<a/>');", 200, "application/xml", "<a/>")]
    [InlineData("mc.setPayloadJSON(<a/>);", 200, "application/xml", "<a/>")]
    [InlineData("mc.setProperty('X-Mock', 'yes', 'transport'); mc.setProperty('messageType', 'text/plain', 'axis2'); mc.setPayloadJSON('t');", 200, "text/plain", "t")]
    [InlineData("/* nothing */", 200, null, "")]
    [InlineData("", 501, null, "")]
    [InlineData("null", 501, null, "")]
    [InlineData("mc.setPayloadJSON({}); false", 202, null, "")]
    public async Task A_script_makes_status_type_and_body(string script, int status, string? type, string body)
    {
        await using var edge = await StartAsync(script);
        using var answer = await edge.Http.GetAsync("/m/1/x");
        Assert.Equal((status, type, body), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync()));
        Assert.True(answer.Headers.Contains("X-Request-Id"));
    }

    [Theory]
    [InlineData("mc.getProperty('uri.var.id') == 7", true)]
    [InlineData("mc.getProperty('uri.var.id') === '7'", true)]
    [InlineData("mc.getProperty('query.param.name')", "a b")]
    [InlineData("mc.getProperty('query.param.other')", null)]
    [InlineData("mc.getProperty('AcceptHeader')", "text/x, */*")]
    [InlineData("mc.getProperty('nothing')", null)]
    [InlineData("mc.getProperty('REST_METHOD') + mc.getProperty('API_ELECTED_RESOURCE')", "POST/things/{id}")]
    [InlineData("mc.getPayloadJSON().n + 1", 3)]
    [InlineData("mc.getJsonText()", "{\"n\": 2}")]
    [InlineData("mc.getPayloadXML()", null)]
    [InlineData("mc.setPayloadJSON({ n: 5 }), mc.getPayloadJSON().n", 5)]
    [InlineData("mc.setProperty('x', 4), mc.getProperty('x') + 1", 5)]
    [InlineData("mc.setProperty('x', null), mc.getProperty('x')", null)]
    [InlineData("mc.setProperty('x', 'a'), mc.removeProperty('x'), mc.getProperty('x')", null)]
    [InlineData("mc.setProperty('x', 'a', 'axis2'), mc.setProperty('x', 'b', 'nonsense'), mc.getProperty('x')", null)]
    [InlineData("mc.getPropertyKeySet().indexOf('uri.var.id') >= 0", true)]
    [InlineData("mc.setTo('http://a'), mc.getTo()", "http://a")]
    [InlineData("mc.getWSAAction()", null)]
    [InlineData("mc.isDoingMTOM()", false)]
    [InlineData("mc.setDoingGET(true), mc.isDoingGET()", true)]
    [InlineData("mc.getEntry('x')", null)]
    [InlineData("mc.getServiceLog().info('x') === undefined", true)]
    [InlineData("mc.setVariable('v', { a: 1 }), mc.getVariable('v').a", 1)]
    [InlineData("mc.setPayloadXML('<o><i n=\"1\">a</i><i>b</i></o>'), mc.getPayloadXML().i.toString() + mc.getPayloadXML().i[0].attribute('n')", "ab1")]
    [InlineData("mc.setPayloadXML('<o/>'), mc.addHeader(true, '<h xmlns=\"u\"/>'), mc.getEnvelope().child('Header').children().name() + mc.getPayloadXML().name()", "ho")]
    [InlineData("mc.setEnvelope('<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><p>1</p></e:Body></e:Envelope>'), mc.isSOAP11() + mc.getPayloadXML().toString()", "true1")]
    public async Task A_script_sees_the_request_through_mc(string expression, object? value)
    {
        await using var edge = await StartAsync($"var v = ({expression}); mc.setProperty('CONTENT_TYPE', 'application/json'); mc.setPayloadJSON(JSON.stringify([v]));");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/m/1/things/7?name=a+b") { Content = new StringContent("{\"n\": 2}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "text/x, */*");
        using var answer = await edge.Http.SendAsync(request);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize<object?[]>([value]), System.Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync()).Replace("{\"n\": 2}", "{\\u0022n\\u0022: 2}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_too_long_for_a_script_is_refused_and_one_that_nobody_looks_at_is_not_read()
    {
        await using var edge = await StartAsync("mc.getPayloadJSON()", "mc.setProperty('HTTP_SC', 201)");
        using var refused = await edge.Http.PostAsync("/m/1/things/1", new StringContent(new string(' ', 2_000_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        using var passed = await edge.Http.PostAsync("/m/1/second", new StringContent(new string(' ', 2_000_000)));
        Assert.Equal(HttpStatusCode.Created, passed.StatusCode);
    }

    [Fact]
    public async Task Xml_bodies_are_read_without_their_dtd()
    {
        await using var edge = await StartAsync("mc.setPayloadJSON(mc.getPayloadXML().child('b').toString())");
        using var good = await edge.Http.PostAsync("/m/1/things/1", new StringContent("<a><b>x</b></a>", Encoding.UTF8, "application/xml"));
        Assert.Equal("x", await good.Content.ReadAsStringAsync());
        using var bad = await edge.Http.PostAsync(
            "/m/1/things/1", new StringContent("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a><b>&e;</b></a>", Encoding.UTF8, "application/xml"));
        Assert.Equal(HttpStatusCode.InternalServerError, bad.StatusCode);
        Assert.DoesNotContain("root", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_is_answered_like_get_without_a_body()
    {
        await using var edge = await StartAsync("mc.setProperty('CONTENT_TYPE', 'text/plain'); mc.setPayloadJSON('four')");
        using var answer = await edge.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/m/1/x"));
        Assert.Equal((HttpStatusCode.OK, 4L), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    private static Task<TestEdge> StartAsync(string script, string second = "") => TestEdge.StartAsync(
        $"{Api}[[api.resource]]\npath = \"/things/{{id}}\"\nmethods = [\"POST\"]\nmock = {{ script = \"mocks/a.js\" }}\n"
        + "[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\nmock = { script = \"mocks/a.js\" }\n"
        + $"[[api.resource]]\npath = \"/second\"\nmethods = [\"POST\"]\nmock = {{ inline = \"\"\"{second}\"\"\" }}\n",
        prepare: folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "mocks"));
            File.WriteAllText(Path.Combine(folder, "mocks", "a.js"), script);
        });
}
