using System.Net;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Faults;

/// <summary>The gateway's own answers: WSO2's status and words, as JSON or as XML.</summary>
[Collection(EdgeFixture.Collection)]
public sealed class FaultTests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    [Theory]
    [InlineData("GET", "/nowhere", 404, "404", "Not Found", "The requested resource is not available.")]
    [InlineData("GET", "/", 404, "404", "Not Found", "The requested resource is not available.")]
    [InlineData("GET", "/echo/2/a", 404, "404", "Not Found", "The requested resource is not available.")]
    [InlineData("GET", "/pets/1/owners", 404, "404", "Not Found", "No matching resource found for given API Request")]
    [InlineData("PUT", "/pets/1/pets/7", 405, "405", "Method Not Allowed", "Method not allowed for given API resource")]
    [InlineData("GET", "/secured/1/a", 401, "900902", "Missing Credentials",
        "Invalid Credentials. Make sure your API invocation call has a header: 'Authorization : Bearer ACCESS_TOKEN'")]
    [InlineData("GET", "/tls-only/1/a", 403, "403", "Forbidden",
        "Unsupported Transport [ http ]. The requested resource is not available.")]
    public async Task A_refusal_is_worded_as_in_WSO2(string method, string path, int status, string code, string message, string description)
    {
        var json = await AskAsync(method, path, "*/*");
        Assert.Equal(status, json.Status);
        Assert.Equal(["application/json; charset=utf-8"], json.Values("Content-Type"));
        Assert.Equal(
            $$"""{"code":"{{code}}","type":"Status report","message":"{{message}}","description":"{{description}}"}""", json.Body);

        var xml = await AskAsync(method, path, "application/xml");
        Assert.Equal(status, xml.Status);
        Assert.Equal(["application/xml; charset=utf-8"], xml.Values("Content-Type"));
        Assert.Equal(
            $"""<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>{code}</am:code><am:type>Status report</am:type>"""
            + $"<am:message>{message}</am:message><am:description>{description.Replace("'", "&apos;", StringComparison.Ordinal)}</am:description></am:fault>",
            xml.Body);
        Assert.Equal(0, _fixture.Backend.Count);
    }

    [Theory]
    [InlineData("", "json")]
    [InlineData("application/json", "json")]
    [InlineData("text/html", "json")]
    [InlineData("text/xml", "xml")]
    [InlineData("application/soap+xml", "xml")]
    [InlineData("application/json;q=0.5, application/xml", "xml")]
    [InlineData("application/json, application/xml", "json")]
    [InlineData("application/xml;q=0.9, */*;q=0.8", "xml")]
    [InlineData("not a media type", "json")]
    public async Task The_client_chooses_the_form_by_Accept(string accept, string form)
    {
        var answer = await AskAsync("GET", "/nowhere", accept);
        Assert.Equal([$"application/{form}; charset=utf-8"], answer.Values("Content-Type"));
    }

    [Theory]
    [InlineData("/pets/1/pets/7", "GET", "DELETE")]
    [InlineData("/pets/1/pets", "POST")]
    public async Task A_wrong_method_is_told_the_right_ones(string path, params string[] methods)
    {
        var answer = await AskAsync("PATCH", path, "*/*");
        Assert.Equal(405, answer.Status);
        var allowed = Assert.Single(answer.Values("Allow")).Split(',', StringSplitOptions.TrimEntries);
        Assert.Superset(methods.ToHashSet(), allowed.ToHashSet());
        Assert.DoesNotContain("PATCH", allowed);
    }

    [Fact]
    public async Task Missing_credentials_are_told_which_scheme()
    {
        Assert.Equal(["Bearer"], (await AskAsync("GET", "/secured/1/a", "*/*")).Values("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/secured/1/a", 401)]
    [InlineData("/pets/1/pets", 405)]
    public async Task A_refused_HEAD_gets_the_headers_and_no_body(string path, int status)
    {
        var head = await AskAsync("HEAD", path, "*/*");
        Assert.Equal((status, ""), (head.Status, head.Body));
        Assert.Equal(["application/json; charset=utf-8"], head.Values("Content-Type"));
        Assert.NotEqual("0", Assert.Single(head.Values("Content-Length")));
    }

    [Fact]
    public async Task An_API_of_HTTPS_only_answers_there()
    {
        using var answer = await _fixture.Edge.Https.GetAsync("/tls-only/1/a");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.2", "SANDBOX", "/base/a")]
    [InlineData("127.0.0.2", "sandbox", "/base/a")]
    [InlineData("127.0.0.2", "PRODUCTION", "/a")]
    [InlineData("127.0.0.1", "SANDBOX", "/a")]
    public async Task A_hybrid_environment_takes_the_key_type_from_trusted_proxies_only(string from, string type, string target)
    {
        using var client = Clients.Plain(_fixture.Edge.Http.BaseAddress!, IPAddress.Parse(from));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/both/1/a");
        request.Headers.Add("X-Gateway-Key-Type", type);
        (await client.SendAsync(request)).Dispose();
        Assert.Equal(target, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Fact]
    public async Task A_sandbox_request_to_an_API_without_a_sandbox_is_refused()
    {
        using var client = Clients.Plain(_fixture.Edge.Http.BaseAddress!, IPAddress.Parse("127.0.0.2"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo/1/a");
        request.Headers.Add("X-Gateway-Key-Type", "SANDBOX");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(
            """{"code":"900901","type":"Status report","message":"Runtime Error","description":"Sandbox key offered to the API with no sandbox endpoint"}""",
            await answer.Content.ReadAsStringAsync());
    }

    private Task<RawAnswer> AskAsync(string method, string path, string accept) => RawConnection.AskAsync(
        _fixture.Edge.HttpPort,
        $"{method} {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{(accept.Length > 0 ? $"Accept: {accept}\r\n" : "")}\r\n");
}
