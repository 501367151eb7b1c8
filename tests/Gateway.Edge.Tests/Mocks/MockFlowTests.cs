using System.Net;
using System.Text;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Mocks;

/// <summary>An API's sequences around resources that mocks answer.</summary>
public sealed class MockFlowTests : IAsyncLifetime
{
    private TestEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await TestEdge.StartAsync(
        """
        [[api]]
        name = "M"
        context = "/m"
        version = "1"
        lifecycle = "PROTOTYPED"
        in_sequence = "in.xml"
        out_sequence = "out.xml"
        fault_sequence = "fault.xml"
        [[api.resource]]
        path = "/good"
        methods = ["GET"]
        mock = { script = "good.js" }
        [[api.resource]]
        path = "/bad"
        methods = ["GET"]
        mock = { script = "bad.js" }
        """,
        prepare: static folder =>
        {
            Write("in.xml", "<property name=\"X-In\" value=\"in\" scope=\"transport\"/>");
            Write("out.xml", "<property name=\"X-Out\" value=\"out\" scope=\"transport\"/>");
            Write("fault.xml", "<payloadFactory media-type=\"json\"><format>{\"oops\": \"$1\"}</format><args><arg expression=\"get-property('ERROR_MESSAGE')\"/></args></payloadFactory>");
            File.WriteAllText(Path.Combine(folder, "good.js"), "mc.setPayloadJSON({ seen: mc.getProperty('X-In') });");
            File.WriteAllText(Path.Combine(folder, "bad.js"), "throw new Error('hunter2');");

            void Write(string file, string mediators) => File.WriteAllText(
                Path.Combine(folder, file), $"<sequence xmlns=\"http://ws.apache.org/ns/synapse\" name=\"s\">{mediators}</sequence>");
        });

    public Task DisposeAsync() => _edge.DisposeAsync().AsTask();

    [Fact]
    public async Task No_Out_flow_runs_over_what_a_mock_answers()
    {
        using var answer = await _edge.Http.GetAsync("/m/1/good");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("X-Out"));
    }

    [Fact]
    public async Task The_Fault_flow_makes_the_answer_where_a_script_fails()
    {
        using var answer = await _edge.Http.GetAsync("/m/1/bad");

        var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.StartsWith("{\"oops\":", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
    }
}
