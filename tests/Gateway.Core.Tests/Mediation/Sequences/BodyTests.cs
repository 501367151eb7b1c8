using System.Text.Json;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary>Mediators that make bodies: <c>payloadFactory</c>, <c>enrich</c>, <c>makefault</c>; and the change from one kind to another.</summary>
public sealed class BodyTests
{
    private const string Order = """{"id":7,"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":true}}""";

    [Theory]
    [InlineData("json", """{"n": "$1", "t": $2, "all": $1}""", "<arg evaluator=\"json\" expression=\"$.id\"/><arg evaluator=\"json\" expression=\"$.tags\"/>", """{"n": "7", "t": ["a","b"], "all": 7}""")]
    [InlineData("json", """{"n": "$1"}""", "<arg evaluator=\"json\" expression=\"$.name\"/>", """{"n": "pen & \"ink\""}""")]
    [InlineData("json", """{"n": "$1"}""", "<arg value='a\"b'/>", """{"n": "a\"b"}""")]
    [InlineData("json", """{"n": "$1"}""", "<arg literal=\"true\" value='{\"x\":1}'/>", """{"n": "{\"x\":1}"}""")]
    [InlineData("json", """{"n": $1}""", "<arg value=\"&lt;a&gt;1&lt;/a&gt;\"/>", """{"n": {"a":1}}""")]
    [InlineData("json", """{"n": "$1$2"}""", "<arg value=\"a\"/><arg expression=\"$ctx:REST_METHOD\"/>", """{"n": "aPOST"}""")]
    [InlineData("xml", "<o a=\"$1\"> <n>$2</n> </o>", "<arg value=\"1\"/><arg evaluator=\"json\" expression=\"$.name\"/>", "<o a=\"1\"><n>pen &amp; \"ink\"</n></o>")]
    [InlineData("xml", "<o>$1</o>", "<arg value=\"&lt;b&gt;x&lt;/b&gt;&lt;b/&gt;\"/>", "<o><b>x</b><b /></o>")]
    [InlineData("xml", "<o>$1</o>", "<arg literal=\"true\" value=\"&lt;b/&gt;\"/>", "<o>&lt;b/&gt;</o>")]
    [InlineData("xml", "<o>$1</o>", "<arg value=\"&lt;script&gt; alert(1)\"/>", "<o>&lt;script&gt; alert(1)</o>")]
    [InlineData("xml", "<o>$1</o>", "<arg evaluator=\"json\" expression=\"$.more\"/>", "<o><x>true</x></o>")]
    [InlineData("text", "id=$1", "<arg evaluator=\"json\" expression=\"$.id\"/>", "id=7")]
    public void A_payload_is_made_as_WSO2_makes_it(string media, string format, string arguments, string body)
    {
        var ended = Flow.Run($"<payloadFactory media-type=\"{media}\"><format>{format}</format><args>{arguments}</args></payloadFactory>", new FakeMessage(Order, "application/json"));

        Assert.Equal(body, ended.Body);
        Assert.Equal(media switch { "json" => "application/json", "xml" => "application/xml", _ => "text/plain" }, ended.Run.OutgoingMedia);
        Assert.True(ended.Run.MustWriteBody);
    }

    [Fact]
    public void A_payload_without_expressions_over_the_body_does_not_read_it() =>
        Assert.False(Flow.Run("<payloadFactory media-type=\"json\"><format>{\"a\":\"$1\"}</format><args><arg expression=\"$ctx:REST_METHOD\"/></args></payloadFactory>").HasReadBody);

    [Fact]
    public void A_payload_that_is_no_XML_is_a_fault_of_the_request()
    {
        var ended = Flow.Run("<payloadFactory><format>$1</format><args><arg expression=\"$trp:H\"/></args></payloadFactory>", new FakeMessage().With("H", "no xml"));

        Assert.Equal("What payloadFactory made is no XML element.", ended.Failure.Message);
    }

    [Fact]
    public void An_envelope_that_is_made_is_the_message()
    {
        var ended = Flow.Run("""
            <payloadFactory><format><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><a>$1</a></s:Body></s:Envelope></format><args><arg value="1"/></args></payloadFactory>
            <property name="messageType" value="application/soap+xml" scope="axis2"/>
            """, new FakeMessage("{}", "application/json"));

        Assert.Equal("""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><a>1</a></s:Body></s:Envelope>""", ended.Body);
        Assert.Equal("application/soap+xml", ended.Run.Message.Header("Content-Type"));
    }

    [Theory]
    [InlineData("application/json", """{"order":{"id":7,"tag":["a","b"],"none":null,"on":true}}""", "application/xml",
        "<jsonObject><order><id>7</id><?xml-multiple tag?><tag>a</tag><tag>b</tag><none p3:nil=\"true\" xmlns:p3=\"http://www.w3.org/2001/XMLSchema-instance\" /><on>true</on></order></jsonObject>")]
    [InlineData("application/json", "[1,{\"a\":2}]", "text/xml",
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header /><soapenv:Body><jsonArray><?xml-multiple jsonElement?><jsonElement>1</jsonElement><jsonElement><a>2</a></jsonElement></jsonArray></soapenv:Body></soapenv:Envelope>")]
    [InlineData("application/xml", "<m:o xmlns:m=\"urn:m\" k=\"v\"><m:id>7</m:id><t>a</t><t>b</t><e/><z>007</z><b>true</b></m:o>", "application/json",
        """{"o":{"@k":"v","id":7,"t":["a","b"],"e":null,"z":"007","b":true}}""")]
    [InlineData("text/xml", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><r>1</r></s:Body></s:Envelope>", "application/json", """{"r":1}""")]
    [InlineData("application/json", "{\"a b\":1}", "application/xml", "<jsonObject><a_x0020_b>1</a_x0020_b></jsonObject>")]
    [InlineData("text/plain", "a < b", "application/xml", "<text xmlns=\"http://ws.apache.org/commons/ns/payload\">a &lt; b</text>")]
    public void A_message_is_sent_as_what_messageType_says(string came, string body, string type, string sent)
    {
        var ended = Flow.Run($"<property name=\"messageType\" value=\"{type}\" scope=\"axis2\"/>", new FakeMessage(body, came));

        Assert.True(ended.HasReadBody);
        Assert.True(ended.Run.MustWriteBody);
        Assert.Equal(sent, ended.Body);
        Assert.Equal(type, ended.Run.Message.Header("Content-Type"));
    }

    [Fact]
    public void A_messageType_of_the_kind_that_the_message_is_reads_nothing()
    {
        var ended = Flow.Run("<property name=\"messageType\" value=\"application/vnd.x+json\" scope=\"axis2\"/>", new FakeMessage("{}", "application/json"));

        Assert.False(ended.HasReadBody);
        Assert.Equal("application/vnd.x+json", ended.Run.Message.Header("Content-Type"));
    }

    [Fact]
    public void JSON_made_XML_and_back_is_the_same()
    {
        var body = new MessageBody();
        body.Give(System.Text.Encoding.UTF8.GetBytes("""{"a":{"b":[1,"x",{"c":null}],"d":{},"e":[],"@f":"1"},"g":"007","h":1.50}"""), "application/json");
        var xml = new MessageBody();
        xml.Give(body.Write("application/xml"), "application/xml");

        using var back = JsonDocument.Parse(xml.Write("application/json"));
        Assert.Equal("""{"a":{"@f":1,"b":[1,"x",{"c":null}],"d":null,"e":[]},"g":"007","h":1.50}""".Replace("\"@f\":1", "\"@f\":\"1\"", StringComparison.Ordinal), back.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("<source type=\"inline\">{\"x\":2}</source><target xpath=\"json-eval($.more)\"/>", """{"id":7,"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":2}}""")]
    [InlineData("<source xpath=\"json-eval($.id)\"/><target xpath=\"json-eval($.more.y)\"/>", """{"id":7,"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":true,"y":7}}""")]
    [InlineData("<source type=\"inline\">\"c\"</source><target xpath=\"json-eval($.tags)\" action=\"child\"/>", """{"id":7,"name":"pen & \"ink\"","tags":["a","b","c"],"more":{"x":true}}""")]
    [InlineData("<source type=\"inline\">{\"z\":0}</source><target xpath=\"json-eval($)\" action=\"child\"/>", """{"id":7,"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":true},"z":0}""")]
    [InlineData("<source xpath=\"json-eval($.name)\"/><target type=\"body\" action=\"remove\"/>", """{"id":7,"tags":["a","b"],"more":{"x":true}}""")]
    [InlineData("<source xpath=\"json-eval($.tags[0])\"/><target type=\"body\" action=\"remove\"/>", """{"id":7,"name":"pen & \"ink\"","tags":["b"],"more":{"x":true}}""")]
    [InlineData("<source type=\"inline\">\"key\"</source><target type=\"key\" xpath=\"json-eval($.id)\"/>", """{"key":7,"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":true}}""")]
    [InlineData("<source xpath=\"json-eval($.more)\"/><target type=\"body\"/>", """{"x":true}""")]
    [InlineData("<source type=\"property\" property=\"j\"/><target type=\"body\"/>", """{"p":1}""")]
    [InlineData("<source xpath=\"json-eval($.id)\" clone=\"false\"/><target xpath=\"json-eval($.more.y)\"/>", """{"name":"pen & \"ink\"","tags":["a","b"],"more":{"x":true,"y":7}}""")]
    public void Enrich_changes_JSON(string ends, string body)
    {
        var ended = Flow.Run($"<property name=\"j\" value='{{\"p\":1}}'/><enrich>{ends}</enrich>", new FakeMessage(Order, "application/json"));

        Assert.Equal(body, ended.Body);
    }

    [Theory]
    [InlineData("<source type=\"inline\"><c>3</c></source><target xpath=\"//a\"/>", "<r><c>3</c><b>2</b></r>")]
    [InlineData("<source type=\"inline\"><c/></source><target xpath=\"//r\" action=\"child\"/>", "<r><a>1</a><b>2</b><c /></r>")]
    [InlineData("<source type=\"inline\"><c/></source><target xpath=\"//a\" action=\"sibling\"/>", "<r><a>1</a><c /><b>2</b></r>")]
    [InlineData("<source xpath=\"//b\"/><target xpath=\"//a\"/>", "<r><b>2</b><b>2</b></r>")]
    [InlineData("<source xpath=\"//b/text()\"/><target xpath=\"//a\"/>", "<r><a>2</a><b>2</b></r>")]
    [InlineData("<source xpath=\"//b\"/><target type=\"body\"/>", "<b>2</b>")]
    [InlineData("<source type=\"property\" property=\"x\"/><target type=\"body\"/>", "<p>0</p>")]
    [InlineData("<source type=\"inline\"><n/></source><target type=\"body\"/>", "<n />")]
    public void Enrich_changes_XML(string ends, string body)
    {
        var ended = Flow.Run($"<property name=\"x\"><p>0</p></property><enrich>{ends}</enrich>", new FakeMessage("<r><a>1</a><b>2</b></r>", "application/xml"));

        Assert.Equal(body, ended.Body);
    }

    [Fact]
    public void Enrich_keeps_a_body_in_a_property_and_puts_it_back()
    {
        var ended = Flow.Run("""
            <enrich><source type="body"/><target type="property" property="kept"/></enrich>
            <payloadFactory media-type="json"><format>{"other":1}</format></payloadFactory>
            <enrich><source type="property" property="kept"/><target type="body"/></enrich>
            """, new FakeMessage(Order, "application/json"));

        using var back = JsonDocument.Parse(ended.Body);
        using var order = JsonDocument.Parse(Order);
        Assert.True(JsonElement.DeepEquals(order.RootElement, back.RootElement), ended.Body);
    }

    [Theory]
    [InlineData("soap11", "text/xml", """<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>POST failed</faultstring><detail>more</detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>""")]
    [InlineData("soap12", "application/soap+xml", """<soapenv:Envelope xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope"><soapenv:Body><soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:Server</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang="en">POST failed</soapenv:Text></soapenv:Reason><soapenv:Detail>more</soapenv:Detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>""")]
    [InlineData("pox", "application/xml", "<Exception>more</Exception>")]
    public void A_fault_is_made_in_the_form_that_is_asked_for(string version, string type, string body)
    {
        var ended = Flow.Run($"""
            <makefault version="{version}"><code xmlns:t="{(version == "soap12" ? SoapEnvelope.Soap12 : SoapEnvelope.Soap11).NamespaceName}" value="t:Server"/><reason expression="fn:concat($ctx:REST_METHOD, ' failed')"/><detail>more</detail></makefault>
            """);

        Assert.Equal((type, true, body), (ended.Run.OutgoingMedia, ended.Run.IsFault, ended.Body));
    }

    [Theory]
    [InlineData("application/soap+xml; charset=utf-8", "application/soap+xml")]
    [InlineData("text/xml", "text/xml")]
    [InlineData("application/json", "application/xml")]
    public void A_fault_that_is_asked_for_in_no_form_is_made_as_the_message_is(string type, string made)
    {
        var ended = Flow.Run("<makefault><code expression=\"'Server'\"/><reason value=\"no\"/></makefault>", new FakeMessage("", type));

        Assert.Equal(made, ended.Run.OutgoingMedia);
    }

    [Fact]
    public void A_SOAP_header_is_added_and_removed()
    {
        const string Envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header><p:old xmlns:p=\"urn:p\" /></s:Header><s:Body /></s:Envelope>";
        var ended = Flow.Run("<header xmlns:p=\"urn:p\" name=\"p:new\" value=\"1\"/><header xmlns:p=\"urn:p\" name=\"p:old\" action=\"remove\"/>", new FakeMessage(Envelope, "text/xml"));

        Assert.Equal("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header><new xmlns=\"urn:p\">1</new></s:Header><s:Body /></s:Envelope>", ended.Body);
    }

    [Fact]
    public void Rewrite_changes_parts_of_an_address()
    {
        var ended = Flow.Run("""
            <property name="u" value="/v1/pets/1?a=b"/>
            <rewrite inProperty="u" outProperty="v"><rewriterule><action type="replace" fragment="path" regex="^/v1" value="/v2"/><action type="set" fragment="query" value="c=d"/></rewriterule></rewrite>
            <property name="t" value="http://u@h:1/p"/>
            <rewrite inProperty="t" outProperty="w"><rewriterule><action fragment="host" value="other"/><action type="remove" fragment="user"/><action type="append" fragment="path" value="/q"/></rewriterule></rewrite>
            """);

        Assert.Equal(("/v2/pets/1?c=d", "http://other:1/p/q"), (ended.Property("v"), ended.Property("w")));
    }

    // What is computed may only point at allowed_hosts.
    [Theory]
    [InlineData("<action fragment=\"path\" value=\"/p\"/>", false)]
    [InlineData("<action fragment=\"host\" xpath=\"$trp:X-Host\"/>", true)]
    [InlineData("<action xpath=\"$trp:X-Host\"/>", true)]
    [InlineData("<action fragment=\"host\" xpath=\"$trp:X-Host\"/><action value=\"http://a/b\"/>", false)]
    public void An_address_is_computed_once_anything_of_the_message_was_written_into_it(string actions, bool isComputed)
    {
        var ended = Flow.Run(
            $"<header name=\"To\" value=\"http://h/\"/><rewrite><rewriterule>{actions}</rewriterule></rewrite>", new FakeMessage().With("X-Host", "evil"));

        Assert.Equal(isComputed, ended.Run.To?.IsComputed);
    }

    [Theory]
    [InlineData("<a>", "application/xml", "json-eval($.a)", "The body is not well-formed XML")]
    [InlineData("{", "application/json", "json-eval($.a)", "The body is not well-formed JSON.")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "text/xml", "//a", "The body is not well-formed XML: For security reasons DTD is prohibited")]
    [InlineData("x", "application/pdf", "//a", "A body of type \"application/pdf\" cannot be looked at.")]
    public void A_body_that_cannot_be_looked_at_is_a_fault_of_the_request(string body, string type, string expression, string why)
    {
        var ended = Flow.Run($"<property name=\"p\" expression=\"{expression}\"/>", new FakeMessage(body, type));

        Assert.StartsWith(why, ended.Failure.Message, StringComparison.Ordinal);
    }
}
