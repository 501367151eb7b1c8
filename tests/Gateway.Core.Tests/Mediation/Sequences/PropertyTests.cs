using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary><c>property</c>, <c>propertygroup</c> and what expressions see of a request.</summary>
public sealed class PropertyTests
{
    [Theory]
    [InlineData("value=\"a b\"", "a b")]
    [InlineData("value=\"7\" type=\"INTEGER\"", "7")]
    [InlineData("value=\"2.5\" type=\"DOUBLE\"", "2.5")]
    [InlineData("value=\"3\" type=\"DOUBLE\"", "3.0")]
    [InlineData("value=\"True\" type=\"BOOLEAN\"", "true")]
    [InlineData("value=\"off\" type=\"BOOLEAN\"", "false")]
    [InlineData("value=\"{&quot;a&quot;: 1}\" type=\"JSON\"", "{\"a\":1}")]
    [InlineData("value=\"&lt;a&gt;1&lt;/a&gt;\" type=\"OM\"", "<a>1</a>")]
    [InlineData("value=\"order 42 of 7\" pattern=\"order ([0-9]+)\" group=\"1\"", "42")]
    [InlineData("value=\"order 42\" pattern=\"[0-9]+\"", "42")]
    [InlineData("value=\"none\" pattern=\"[0-9]+\"", "")]
    [InlineData("expression=\"$trp:X-Tenant\"", "gold")]
    [InlineData("expression=\"$trp:Nothing\"", null)]
    [InlineData("expression=\"get-property('transport', 'X-Tenant')\"", "gold")]
    [InlineData("expression=\"fn:concat($ctx:REST_METHOD, '_', $ctx:API_ELECTED_RESOURCE)\"", "POST_/orders/{id}")]
    [InlineData("expression=\"get-property('To')\"", "/a/1/orders/42?q=blue+sky&Z=%2F")]
    [InlineData("expression=\"$ctx:REST_FULL_REQUEST_PATH\"", "/a/1/orders/42?q=blue+sky&Z=%2F")]
    [InlineData("expression=\"$ctx:REST_SUB_REQUEST_PATH\"", "/orders/42?q=blue+sky&Z=%2F")]
    [InlineData("expression=\"$axis2:REST_URL_POSTFIX\"", "/orders/42?q=blue+sky&Z=%2F")]
    [InlineData("expression=\"get-property('axis2','HTTP_METHOD')\"", "POST")]
    [InlineData("expression=\"$axis2:REMOTE_ADDR\"", "10.1.2.3")]
    [InlineData("expression=\"$axis2:TransportInURL\"", "/a/1/orders/42?q=blue+sky&Z=%2F")]
    [InlineData("expression=\"get-property('uri.var.id')\"", "42")]
    [InlineData("expression=\"$ctx:query.param.q\"", "blue sky")]
    [InlineData("expression=\"$url:z\"", "/")]
    [InlineData("expression=\"get-property('AM_KEY_TYPE')\"", "PRODUCTION")]
    [InlineData("expression=\"$ctx:api.ut.api_version\"", "A:v1")]
    [InlineData("expression=\"$ctx:TRANSPORT_IN_NAME\"", "https")]
    [InlineData("expression=\"get-property('SYSTEM_TIME')\"", "1772600767000")]
    [InlineData("expression=\"get-property('MessageID')\"", "urn:uuid:r-1")]
    [InlineData("expression=\"string-length($trp:X-Tenant) &gt; 3\"", "true")]
    [InlineData("expression=\"get-property('RESPONSE')\"", null)]
    public void A_property_gets_the_value_that_WSO2_gives_it(string attributes, string? value)
    {
        var ended = Flow.Run($"<property name=\"p\" {attributes}/>", new FakeMessage().With("X-Tenant", "gold"));

        Assert.IsType<MediationEffect.Done>(ended.Effect);
        Assert.Equal(value, ended.Property("p"));
        Assert.False(ended.HasReadBody);
    }

    [Theory]
    [InlineData("json-eval($.order.id)", "7")]
    [InlineData("json-eval($.order.items[*].n)", "[\"a\",\"b\"]")]
    [InlineData("json-eval($.)", "{\"order\": {\"id\": 7, \"items\": [{\"n\": \"a\"}, {\"n\": \"b\"}]}}")]
    [InlineData("json-eval($.nothing)", "")]
    [InlineData("//jsonObject/order/id", "7")]
    [InlineData("count(//items)", "2.0")]
    [InlineData("$body/jsonObject/order/items[2]/n", "b")]
    public void Expressions_look_at_a_JSON_body_as_JSON_and_as_XML(string expression, string value)
    {
        var message = new FakeMessage("{\"order\": {\"id\": 7, \"items\": [{\"n\": \"a\"}, {\"n\": \"b\"}]}}", "application/json; charset=utf-8");
        var ended = Flow.Run($"<property name=\"p\" expression=\"{expression}\"/>", message);

        Assert.Equal(value, ended.Property("p"));
        Assert.True(ended.HasReadBody);
    }

    [Fact]
    public void A_JSONPath_may_look_at_a_property()
    {
        var ended = Flow.Run("""<property name="j" value='{"a":{"b":[1,2]}}'/><property name="p" expression="json-eval($ctx:j.a.b[1])"/>""");

        Assert.Equal("2", ended.Property("p"));
        Assert.False(ended.HasReadBody);
    }

    [Fact]
    public void XML_within_a_property_is_its_value()
    {
        var ended = Flow.Run("""<property name="t"><tree><leaf>green</leaf></tree></property><property name="p" expression="$ctx:t/leaf"/>""");

        Assert.Equal("green", ended.Property("p"));
    }

    [Fact]
    public void Scopes_do_not_see_each_other_and_removal_removes()
    {
        var ended = Flow.Run("""
            <propertygroup>
              <property name="p" value="default"/>
              <property name="p" value="axis" scope="axis2"/>
              <property name="p" value="kept" scope="operation"/>
              <property name="P" value="header" scope="transport"/>
            </propertygroup>
            <property name="all" expression="fn:concat($ctx:p, $axis2:p, $operation:p, $trp:p)"/>
            <property name="p" action="remove"/>
            <property name="p" scope="transport" action="remove"/>
            <property name="rest" expression="fn:concat($ctx:p, $axis2:p, $operation:p, $trp:p)"/>
            """);

        Assert.Equal("defaultaxiskeptheader", ended.Property("all"));
        Assert.Equal("axiskept", ended.Property("rest"));
    }

    [Fact]
    public void Special_names_of_axis2_change_how_the_message_is_sent()
    {
        var message = new FakeMessage();
        var ended = Flow.Run("""
            <property name="REST_URL_POSTFIX" value="/x?y=1" scope="axis2"/>
            <property name="HTTP_METHOD" value="put" scope="axis2"/>
            <property name="HTTP_SC" value="202 Accepted" scope="axis2"/>
            <property name="ContentType" value="text/csv" scope="axis2"/>
            <property name="NO_ENTITY_BODY" value="true" scope="axis2" type="BOOLEAN"/>
            """, message);

        Assert.Equal(("/x?y=1", "PUT", 202, true, "text/csv"),
            (ended.Run.Postfix, ended.Run.Method, ended.Run.Status, ended.Run.IsWithoutBody, message.Header("Content-Type")));
    }

    [Fact]
    public void How_a_request_is_sent_says_nothing_of_its_answer()
    {
        var run = Flow.Run("<property name=\"HTTP_METHOD\" value=\"GET\" scope=\"axis2\"/><property name=\"NO_ENTITY_BODY\" value=\"true\" scope=\"axis2\" type=\"BOOLEAN\"/>").Run;
        Assert.Equal(("GET", true), (run.Method, run.IsWithoutBody));

        var answer = new FakeMessage();
        run.Continue(Flow.Program("<property name=\"a\" value=\"1\"/>", "out_sequence"), answer, new MessageBody());
        var ended = Flow.Resume(run, answer);

        Assert.Equal((null, false, "1"), (run.Method, run.IsWithoutBody, ended.Property("a")));
    }

    [Theory]
    [InlineData("/x?y=1", "/x?y=1")]
    [InlineData("", "")]
    [InlineData("?a=b", "?a=b")]
    [InlineData("@evil.example/x", "/@evil.example/x")]
    [InlineData("x", "/x")]
    [InlineData("/a/../../b/./c?d=/../e", "/b/c?d=/../e")]
    [InlineData("/%2e%2e/b", "/b")]
    [InlineData("/a b#c\\d\u00fc", "/a%20b%23c%5Cd%C3%BC")]
    public void What_goes_behind_the_address_cannot_become_a_part_of_it(string set, string sent)
    {
        var ended = Flow.Run("<property name=\"REST_URL_POSTFIX\" scope=\"axis2\" expression=\"$trp:P\"/>", new FakeMessage().With("P", set));

        Assert.Equal((true, sent), (ended.Run.IsPostfixChanged, ended.Run.OutgoingPostfix));
    }

    [Theory]
    [InlineData("HTTP_SC", "99")]
    [InlineData("HTTP_SC", "6000")]
    [InlineData("HTTP_SC", "none")]
    public void A_status_that_is_none_is_none(string name, string value) =>
        Assert.Null(Flow.Run($"<property name=\"{name}\" value=\"{value}\" scope=\"axis2\"/>").Run.Status);

    [Theory]
    [InlineData("<property name=\"n\" value=\"x\" type=\"INTEGER\"/>", "The property n gets a value that is not a whole number.")]
    [InlineData("<property name=\"n\" value=\"{\" type=\"JSON\"/>", "The property n gets a value that is not JSON.")]
    [InlineData("<property name=\"HTTP_METHOD\" value=\"GET /\" scope=\"axis2\"/>", "HTTP_METHOD is set to what is no method.")]
    [InlineData("<property name=\"X-A\" expression=\"$url:q\" scope=\"transport\"/>", "The header X-A cannot hold control characters, or such beyond Latin-1.")]
    public void A_value_that_cannot_be_is_a_fault_of_the_request_with_its_place(string mediator, string why)
    {
        var ended = Flow.Run(mediator, new FakeMessage { Query = "?q=a%0D%0AX-B:%20c" });

        Assert.Equal(("0", why, "in.xml:1:2"), (ended.Failure.Code, ended.Failure.Message, ended.Failure.Where));
    }

    [Fact]
    public void A_run_remembers_what_comes_from_the_message()
    {
        var ended = Flow.Run("""
            <property name="host" value="http://a"/>
            <property name="made" expression="fn:concat($ctx:host, '/x')"/>
            <header name="To" expression="get-property('made')"/>
            """);
        Assert.Equal(new Gateway.Core.Mediation.TargetAddress("http://a/x", IsComputed: false), ended.Run.To);

        ended = Flow.Run("""<property name="made" expression="fn:concat('http://', $trp:X-Host)"/><header name="To" expression="get-property('made')"/>""",
            new FakeMessage().With("X-Host", "b"));
        Assert.Equal(new Gateway.Core.Mediation.TargetAddress("http://b", IsComputed: true), ended.Run.To);
        Assert.Equal("http://b", ended.Run.Property(PropertyScope.Default, "To"));
    }
}
