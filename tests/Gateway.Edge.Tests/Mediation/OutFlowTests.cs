using System.Net;
using System.Text;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Mediation;

/// <summary>The Out flow over a backend's answer, and the Fault flow where there is none.</summary>
public sealed class OutFlowTests
{
    [Fact]
    public async Task An_answer_is_changed()
    {
        await using var edge = await MediatedEdge.StartAsync(
            "<property name=\"asked\" expression=\"$url:q\"/>",
            """
            <payloadFactory media-type="json"><format>{"was": $1, "asked": "$2"}</format><args><arg evaluator="json" expression="$.a"/><arg expression="$ctx:asked"/></args></payloadFactory>
            <property name="HTTP_SC" value="201" scope="axis2"/>
            <header name="X-Out" scope="transport" expression="$axis2:HTTP_SC"/>
            <header name="X-Secret" scope="transport" action="remove"/>
            """);
        edge.Backend.Script = async context =>
        {
            context.Response.Headers["X-Secret"] = "1";
            await context.Response.WriteAsJsonAsync(new { a = 1 });
        };

        using var answer = await edge.Http.GetAsync("/a/1/x?q=me");

        Assert.Equal((201, "{\"was\": 1, \"asked\": \"me\"}"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("200", Assert.Single(answer.Headers.GetValues("X-Out")));
        Assert.False(answer.Headers.Contains("X-Secret"));
        Assert.Equal(25, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("<respond/>", false)]
    [InlineData("<loopback/>", true)]
    public async Task What_the_In_flow_answers_itself_goes_through_the_Out_flow_by_loopback_alone(string end, bool isThrough)
    {
        await using var edge = await MediatedEdge.StartAsync(end, "<header name=\"X-Out\" scope=\"transport\" value=\"1\"/>");

        using var answer = await edge.Http.PostAsync("/a/1/x", new StringContent("body"));

        Assert.Equal((HttpStatusCode.OK, isThrough), (answer.StatusCode, answer.Headers.Contains("X-Out")));
        Assert.Equal(0, edge.Backend.Count);
    }

    [Fact]
    public async Task Nothing_of_an_answer_is_left_when_its_Out_flow_fails()
    {
        await using var edge = await MediatedEdge.StartAsync(
            outFlow: "<throwError type=\"1\" errorMessage=\"no\"/>", fault: "<header name=\"X-Fault\" scope=\"transport\" value=\"1\"/>");
        edge.Backend.Script = context =>
        {
            context.Response.Headers["X-Secret"] = "1";
            context.Response.Headers.ETag = "\"a\"";
            return context.Response.WriteAsync("secret");
        };

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal((true, false, null), (answer.Headers.Contains("X-Fault"), answer.Headers.Contains("X-Secret"), answer.Headers.ETag));
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_whose_headers_alone_change_streams_through()
    {
        await using var edge = await MediatedEdge.StartAsync(outFlow: "<property name=\"X-Out\" value=\"1\" scope=\"transport\"/>", streams: true);
        const int Megabytes = 100;
        var goOn = new TaskCompletionSource();
        edge.Backend.Script = async context =>
        {
            var block = new byte[1024 * 1024];
            await context.Response.Body.WriteAsync(block);
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            for (var i = 1; i < Megabytes; i++)
            {
                await context.Response.Body.WriteAsync(block);
            }
        };

        using var answer = await edge.Http.GetAsync("/a/1/x", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];

        // The first part is here while the backend still holds the rest back.
        var total = (long)await body.ReadAsync(buffer);
        Assert.True(total > 0);
        goOn.SetResult();
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            total += read;
        }

        Assert.Equal((Megabytes * 1024L * 1024, "1"), (total, Assert.Single(answer.Headers.GetValues("X-Out"))));
    }

    [Fact]
    public async Task An_answer_longer_than_the_limit_is_a_502_when_it_is_looked_at()
    {
        await using var edge = await MediatedEdge.StartAsync(outFlow: "<property name=\"p\" expression=\"json-eval($.a)\"/>", keys: "mediation_limit = \"1KiB\"");
        edge.Backend.Script = context => context.Response.WriteAsJsonAsync(new { a = new string('x', 2000) });

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal((502, true), ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("\"code\":\"101506\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_no_body()
    {
        await using var edge = await MediatedEdge.StartAsync(outFlow: "<payloadFactory media-type=\"json\"><format>{\"a\":1}</format></payloadFactory>");
        edge.Backend.Script = Answers.Status(200, "");

        using var request = new HttpRequestMessage(HttpMethod.Head, "/a/1/x");
        using var answer = await edge.Http.SendAsync(request);

        Assert.Equal((200, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("<makefault version=\"soap12\"><code xmlns:t=\"http://www.w3.org/2003/05/soap-envelope\" value=\"t:Receiver\"/><reason expression=\"get-property('ERROR_MESSAGE')\"/></makefault>", 502, "application/soap+xml", "soapenv:Receiver")]
    [InlineData("<payloadFactory media-type=\"json\"><format>{\"c\":\"$1\"}</format><args><arg expression=\"$ctx:ERROR_CODE\"/></args></payloadFactory><property name=\"HTTP_SC\" value=\"299\" scope=\"axis2\"/>", 299, "application/json", "{\"c\":\"101503\"}")]
    [InlineData("<property name=\"X-Fault\" value=\"1\" scope=\"transport\"/><property name=\"HTTP_SC\" value=\"555\" scope=\"axis2\"/>", 555, "application/json", "\"code\":\"101503\"")]
    public async Task The_Fault_flow_makes_the_answer_where_no_backend_does(string flow, int status, string type, string part)
    {
        await using var edge = await MediatedEdge.StartAsync(fault: flow);
        await edge.Backend.RefuseAsync();

        using var answer = await edge.Http.GetAsync("/a/1/x");

        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains(part, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Fault_flow_runs_where_a_sequence_fails()
    {
        const string Fault = "<payloadFactory media-type=\"json\"><format>{\"c\":\"$1\",\"m\":\"$2\"}</format><args><arg expression=\"$ctx:ERROR_CODE\"/><arg expression=\"$ctx:ERROR_MESSAGE\"/></args></payloadFactory>";
        await using var edge = await MediatedEdge.StartAsync("<filter source=\"$url:at\" regex=\"in\"><throwError type=\"T\" errorMessage=\"in\"/></filter>", "<throwError type=\"T\" errorMessage=\"out\"/>", Fault);

        using var first = await edge.Http.GetAsync("/a/1/x?at=in");
        Assert.Equal((HttpStatusCode.InternalServerError, "{\"c\":\"T\",\"m\":\"in\"}", 0L), (first.StatusCode, await first.Content.ReadAsStringAsync(), edge.Backend.Count));

        using var second = await edge.Http.GetAsync("/a/1/x?at=out");
        Assert.Equal((HttpStatusCode.InternalServerError, "{\"c\":\"T\",\"m\":\"out\"}", 1L), (second.StatusCode, await second.Content.ReadAsStringAsync(), edge.Backend.Count));
    }

    [Fact]
    public async Task A_call_whose_endpoint_is_down_runs_the_Fault_flow()
    {
        await using var edge = await MediatedEdge.StartAsync(
            "<call><endpoint key=\"other\"/></call>",
            fault: "<payloadFactory media-type=\"json\"><format>{\"c\":\"$1\"}</format><args><arg expression=\"$ctx:ERROR_CODE\"/></args></payloadFactory>");
        await edge.Other.RefuseAsync();

        using var answer = await edge.Http.PostAsync("/a/1/x", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal((500, "{\"c\":\"101503\"}", 0L), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), edge.Backend.Count));
    }
}
