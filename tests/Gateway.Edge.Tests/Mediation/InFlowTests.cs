using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Mediation;

/// <summary>The In flow: what a backend gets, and answers without one.</summary>
public sealed class InFlowTests
{
    [Fact]
    public async Task Headers_verb_and_postfix_reach_the_backend_and_the_body_streams_through_untouched()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <filter source="$trp:X-Tenant" regex="gold"><then>
              <property name="X-Class" value="first" scope="transport"/>
              <property name="Accept" action="remove" scope="transport"/>
              <property name="HTTP_METHOD" value="PUT" scope="axis2"/>
              <property name="REST_URL_POSTFIX" expression="fn:concat('/v2', $axis2:REST_URL_POSTFIX)" scope="axis2"/>
            </then></filter>
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a/1/orders/42?q=%2F") { Content = new StringContent("left alone", Encoding.UTF8, "text/odd") };
        request.Headers.Add("X-Tenant", "gold");
        request.Headers.Add("Accept", "text/plain");

        var echo = await EchoAnswer.ReadAsync(await edge.Http.SendAsync(request));

        Assert.Equal(("PUT", "/v2/orders/42?q=%2F", "left alone"), (echo.Method, echo.Target, echo.Body));
        Assert.Equal(["first"], echo.Headers["x-class"]);
        Assert.False(echo.Headers.ContainsKey("accept"));
        Assert.Equal(["text/odd; charset=utf-8"], echo.Headers["content-type"]);
    }

    [Fact]
    public async Task A_removed_postfix_leaves_the_endpoints_own_address()
    {
        await using var edge = await MediatedEdge.StartAsync("<property name=\"REST_URL_POSTFIX\" scope=\"axis2\" action=\"remove\"/>");

        Assert.Equal("/", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x?y=1"))).Target);
    }

    [Fact]
    public async Task A_body_that_is_made_is_sent_with_its_length_and_type()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <payloadFactory media-type="xml"><format><order><id>$1</id></order></format><args><arg evaluator="json" expression="$.id"/></args></payloadFactory>
            """);

        var echo = await EchoAnswer.ReadAsync(await edge.Http.PostAsync("/a/1/x", Json("""{"id":"ü&"}""")));

        Assert.Equal("<order><id>ü&amp;</id></order>", echo.Body);
        Assert.Equal(["application/xml; charset=UTF-8"], echo.Headers["content-type"]);
        Assert.Equal([$"{Encoding.UTF8.GetByteCount(echo.Body)}"], echo.Headers["content-length"]);
    }

    [Fact]
    public async Task A_body_that_is_only_looked_at_goes_on_byte_for_byte()
    {
        await using var edge = await MediatedEdge.StartAsync("<property name=\"X-Id\" expression=\"json-eval($.id)\" scope=\"transport\"/>");

        var echo = await EchoAnswer.ReadAsync(await edge.Http.PostAsync("/a/1/x", Json("{ \"id\" :  7 }")));

        Assert.Equal(("{ \"id\" :  7 }", "7"), (echo.Body, echo.Headers["x-id"][0]));
    }

    [Fact]
    public async Task A_compressed_body_is_looked_at_and_sent_on_as_it_came()
    {
        await using var edge = await MediatedEdge.StartAsync("<property name=\"X-Id\" expression=\"json-eval($.id)\" scope=\"transport\"/>");
        using var zipped = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await zip.WriteAsync("{\"id\":7}"u8.ToArray());
        }

        using var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await edge.Http.PostAsync("/a/1/x", content);
        var sent = Assert.Single(edge.Backend.Requests);

        Assert.Equal("7", sent.Headers["X-Id"]);
        Assert.Equal("gzip", sent.Headers["Content-Encoding"]);
        Assert.Equal(zipped.ToArray(), sent.Body.ToArray());
    }

    [Theory]
    [InlineData(1500, HttpStatusCode.RequestEntityTooLarge, 0)]
    [InlineData(500, HttpStatusCode.OK, 1)]
    public async Task A_body_longer_than_the_limit_is_refused_when_it_is_looked_at(int length, HttpStatusCode status, int reached)
    {
        await using var edge = await MediatedEdge.StartAsync("<property name=\"p\" expression=\"json-eval($.id)\"/>", keys: "mediation_limit = \"1KiB\"");

        using var answer = await edge.Http.PostAsync("/a/1/x", Json($"{{\"id\":\"{new string('x', length)}\"}}"));

        Assert.Equal((status, reached), (answer.StatusCode, (int)edge.Backend.Count));
    }

    [Fact]
    public async Task A_sequence_answers_without_a_backend()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <property name="X-Made" value="here" scope="transport"/>
            <payloadFactory media-type="json"><format>{"error": "no $1"}</format><args><arg expression="$ctx:REST_METHOD"/></args></payloadFactory>
            <property name="HTTP_SC" value="418" scope="axis2"/>
            <respond/>
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a/1/x") { Content = Json("{}") };
        request.Headers.Add("X-Not-Mine", "secret");

        using var answer = await edge.Http.SendAsync(request);

        Assert.Equal((418, "{\"error\": \"no POST\"}", "application/json"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("here", Assert.Single(answer.Headers.GetValues("X-Made")));
        Assert.False(answer.Headers.Contains("X-Not-Mine"));
        Assert.Equal(0, edge.Backend.Count);
    }

    [Fact]
    public async Task Loopback_runs_the_Out_flow_over_what_the_In_flow_made()
    {
        await using var edge = await MediatedEdge.StartAsync(
            "<payloadFactory media-type=\"json\"><format>{\"a\":1}</format></payloadFactory><loopback/>",
            "<property name=\"X-Out\" value=\"1\" scope=\"transport\"/><property name=\"messageType\" value=\"application/xml\" scope=\"axis2\"/>");

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal(("<jsonObject><a>1</a></jsonObject>", "1"), (await answer.Content.ReadAsStringAsync(), Assert.Single(answer.Headers.GetValues("X-Out"))));
        Assert.Equal(0, edge.Backend.Count);
    }

    [Fact]
    public async Task Drop_answers_202_and_nothing_more()
    {
        await using var edge = await MediatedEdge.StartAsync("<drop/>");

        using var answer = await edge.Http.PostAsync("/a/1/x", Json("{}"));

        Assert.Equal((HttpStatusCode.Accepted, 0L, 0L), (answer.StatusCode, answer.Content.Headers.ContentLength, edge.Backend.Count));
    }

    [Fact]
    public async Task A_sequence_chooses_the_endpoint()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <filter source="$url:to" regex="other"><then><send><endpoint key="other"/></send></then></filter>
            """);

        Assert.Equal("other", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x?to=other"))).Backend);
        Assert.Equal("one", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x"))).Backend);
    }

    [Fact]
    public async Task A_call_waits_for_its_answer_and_the_flow_goes_on_with_it()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <property name="kept" expression="json-eval($.id)"/>
            <call><endpoint key="other"/></call>
            <property name="X-Status" expression="$axis2:HTTP_SC" scope="transport"/>
            <payloadFactory media-type="json"><format>{"id": "$1", "name": "$2"}</format>
              <args><arg expression="get-property('kept')"/><arg evaluator="json" expression="$.name"/></args></payloadFactory>
            <property name="HTTP_METHOD" value="POST" scope="axis2"/>
            """);
        edge.Other.Script = context => context.Response.WriteAsJsonAsync(new { name = "pen" });

        var echo = await EchoAnswer.ReadAsync(await edge.Http.PostAsync("/a/1/x", Json("{\"id\":7}")));

        Assert.Equal(("one", "{\"id\": \"7\", \"name\": \"pen\"}"), (echo.Backend, echo.Body));
        Assert.Equal("{\"id\":7}", Encoding.UTF8.GetString(Assert.Single(edge.Other.Requests).Body.Span));
    }

    [Fact]
    public async Task The_answer_of_a_call_can_be_the_answer()
    {
        await using var edge = await MediatedEdge.StartAsync("<call><endpoint key=\"other\"/></call><property name=\"X-More\" value=\"1\" scope=\"transport\"/><respond/>");
        edge.Other.Script = Answers.Status(203, "called");

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal((203, "called", "1", 0L), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), Assert.Single(answer.Headers.GetValues("X-More")), edge.Backend.Count));
    }

    [Fact]
    public async Task A_changed_body_survives_the_failover_to_another_member()
    {
        await using var edge = await MediatedEdge.StartAsync("<payloadFactory media-type=\"json\"><format>{\"n\":\"$1\"}</format><args><arg evaluator=\"json\" expression=\"$.id\"/></args></payloadFactory>", group: true);
        edge.Backend.Script = Answers.Abort();

        var echo = await EchoAnswer.ReadAsync(await edge.Http.PostAsync("/a/1/x", Json("{\"id\":7}")));

        Assert.Equal(("other", "{\"n\":\"7\"}", 1L), (echo.Backend, echo.Body, edge.Backend.Count));
    }

    [Fact]
    public async Task Variables_that_a_sequence_sets_fill_the_endpoints_template_beside_those_of_the_request()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("t", backend.Url + "/{uri.var.shard}/{uri.var.id}") + Toml.Api("a", "t", "in_sequence = \"in.xml\"") + Toml.Resource("/orders/{id}", "GET"),
            prepare: folder => File.WriteAllText(Path.Combine(folder, "in.xml"), "<property name=\"uri.var.shard\" expression=\"fn:concat('s', $url:n)\"/>"));

        Assert.Equal("/s7%2F/42", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/orders/42?n=7%2F"))).Target);
    }

    [Fact]
    public async Task A_sequence_that_fails_answers_500_in_WSO2s_form_and_says_where_in_the_log()
    {
        await using var edge = await MediatedEdge.StartAsync("<property name=\"n\" expression=\"$url:n\" type=\"INTEGER\"/>");

        using var answer = await edge.Http.GetAsync("/a/1/x?n=seven");

        Assert.Equal(
            (500, """{"code":"0","type":"Status report","message":"Runtime Error","description":"The property n gets a value that is not a whole number."}"""),
            ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Contains(edge.Edge.Log.Lines, line => line.StartsWith("SequenceFailed: A sequence of a failed at ", StringComparison.Ordinal) && line.Contains("in.xml:1:2", StringComparison.Ordinal));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
