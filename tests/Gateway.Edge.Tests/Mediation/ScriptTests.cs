using System.Text;
using System.Xml.Linq;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Mediation;

/// <summary>The mediator <c>script</c>, and a sequence of WSO2's that needs it.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task REST_becomes_SOAP_by_WSO2s_own_sequence()
    {
        await using var edge = await MediatedEdge.StartAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Mediation", "sequence-rest-to-soap-in.xml")));

        var echo = await EchoAnswer.ReadAsync(await edge.Http.PostAsync("/a/1/CheckPhoneNumbers?x=1", Json("""{"CheckPhoneNumbers":{"PhoneNumbers":["1800 1","2"],"LicenseKey":"0"}}""")));

        XNamespace soap = "http://www.w3.org/2003/05/soap-envelope", web = "http://ws.cdyne.com/PhoneVerify/query";
        var call = XDocument.Parse(echo.Body).Root!.Element(soap + "Body")!.Element(web + "CheckPhoneNumbers")!;
        Assert.Equal(["1800 1", "2"], call.Element(web + "PhoneNumbers")!.Elements(web + "string").Select(number => number.Value));
        Assert.Equal("0", call.Element(web + "LicenseKey")!.Value);
        Assert.Equal(("POST", "/", "http://ws.cdyne.com/PhoneVerify/query/CheckPhoneNumbers"), (echo.Method, echo.Target, echo.Headers["soapaction"][0]));
        Assert.StartsWith("application/soap+xml", echo.Headers["content-type"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_reads_and_writes_properties_and_the_body()
    {
        await using var edge = await MediatedEdge.StartAsync("""
            <property name="tenant" expression="$trp:X-Tenant"/>
            <script language="js"><![CDATA[
              var order = mc.getPayloadJSON();
              order.total = order.items.length * 2;
              mc.setProperty("X-Total", "" + order.total, "transport");
              mc.setProperty("made", mc.getProperty("tenant") + "/" + order.id);
              mc.setPayloadJSON(order);
            ]]></script>
            <property name="X-Made" expression="$ctx:made" scope="transport"/>
            """);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a/1/x") { Content = Json("""{"id":7,"items":[1,2,3]}""") };
        request.Headers.Add("X-Tenant", "gold");

        var echo = await EchoAnswer.ReadAsync(await edge.Http.SendAsync(request));

        Assert.Equal(("""{"id":7,"items":[1,2,3],"total":6}""", "6", "gold/7"), (echo.Body, echo.Headers["x-total"][0], echo.Headers["x-made"][0]));
    }

    [Theory]
    [InlineData("throw new Error('hunter2');", "A script failed: error.")]
    [InlineData("while (true) {}", "A script failed: ")]
    [InlineData("mc.setProperty('X-A', 'a\\r\\nb', 'transport');", "The header X-A cannot hold control characters, or such beyond Latin-1.")]
    public async Task A_script_that_fails_is_a_fault_of_its_request_alone(string script, string why)
    {
        await using var edge = await MediatedEdge.StartAsync($"<filter source=\"$url:go\" regex=\"1\"><script language=\"js\"><![CDATA[{script}]]></script></filter>");

        using var answer = await edge.Http.GetAsync("/a/1/x?go=1");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains($"\"description\":\"{why}", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
        Assert.Equal("one", (await EchoAnswer.ReadAsync(await edge.Http.GetAsync("/a/1/x"))).Backend);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
