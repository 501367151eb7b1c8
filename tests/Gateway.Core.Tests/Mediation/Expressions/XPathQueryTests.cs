using System.Xml.Linq;
using CsCheck;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Tests.Mediation.Expressions;

/// <summary>XPath 1.0 with WSO2's functions and variables.</summary>
public sealed class XPathQueryTests
{
    private static readonly Dictionary<string, string> Spaces = new() { ["m"] = "urn:m", ["soap"] = SoapSpace };

    private const string SoapSpace = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly XElement Envelope = XDocument.Parse($"""
        <soap:Envelope xmlns:soap="{SoapSpace}"><soap:Header><t>7</t></soap:Header><soap:Body><m:order xmlns:m="urn:m" id="42"><m:item>pen</m:item><m:item> ink </m:item><m:total>12.5</m:total><m:empty/></m:order></soap:Body></soap:Envelope>
        """).Root!;

    [Theory]
    [InlineData("//m:order/@id", "42", true)]
    [InlineData("$body/m:order/m:total", "12.5", true)]
    [InlineData("$header/t", "7", true)]
    [InlineData("$env/soap:Body/m:order/m:total", "12.5", true)]
    [InlineData("/soap:Envelope/soap:Body/m:order/m:item[2]", "ink", true)]
    [InlineData("//m:item[1]/text()", "pen", true)]
    [InlineData("count(//m:item)", "2.0", true)]
    [InlineData("//m:total > 12", "true", true)]
    [InlineData("//nothing", "", true)]
    [InlineData("string(//m:order/m:item[1])", "pen", true)]
    [InlineData("'a'", "a", false)]
    [InlineData("concat('a', 'b')", "ab", false)]
    [InlineData("fn:concat('a', get-property('name'), 'c')", "avaluec", false)]
    [InlineData("fn:concat('fn:concat(', 'x')", "fn:concat(x", false)]
    [InlineData("get-property('axis2', 'HTTP_METHOD')", "POST", false)]
    [InlineData("get-property('transport', 'Accept')", "text/plain", false)]
    [InlineData("get-property('nowhere', 'Accept')", "", false)]
    [InlineData("get-property('nothing')", "", false)]
    [InlineData("$ctx:name", "value", false)]
    [InlineData("$ctx:api.ut.name", "dotted", false)]
    [InlineData("$trp:Accept", "text/plain", false)]
    [InlineData("$axis2:HTTP_METHOD", "POST", false)]
    [InlineData("$operation:kept", "k", false)]
    [InlineData("$url:q", "found", false)]
    [InlineData("$ctx:tree/leaf", "green", false)]
    [InlineData("$ctx:name = 'value'", "true", false)]
    [InlineData("$ctx:name != 'value' or $ctx:number > 2", "true", false)]
    [InlineData("boolean(get-property('nothing'))", "false", false)]
    [InlineData("not(boolean($ctx:nothing)) and $ctx:truth", "true", false)]
    [InlineData("string-length(normalize-space('  a  b ')) > 0", "true", false)]
    [InlineData("fn:string-length('abc')", "3.0", false)]
    [InlineData("substring-before('a/b/c', '/')", "a", false)]
    [InlineData("fn:substring-after('a/b/c', '/')", "b/c", false)]
    [InlineData("substring('abcdef', 2, 3)", "bcd", false)]
    [InlineData("contains($trp:Accept, 'plain')", "true", false)]
    [InlineData("starts-with($trp:Accept, 'text')", "true", false)]
    [InlineData("ends-with($trp:Accept, 'plain')", "true", false)]
    [InlineData("upper-case('abc')", "ABC", false)]
    [InlineData("fn:lower-case('ABC')", "abc", false)]
    [InlineData("translate('abc', 'b', 'x')", "axc", false)]
    [InlineData("base64Encode('user:pass')", "dXNlcjpwYXNz", false)]
    [InlineData("base64Encode('ü', 'ISO-8859-1')", "/A==", false)]
    [InlineData("base64Decode('dXNlcjpwYXNz')", "user:pass", false)]
    [InlineData("url-encode('a b/ü~*')", "a+b%2F%C3%BC%7E*", false)]
    [InlineData("2 * 3 - 1 div 2", "5.5", false)]
    public void An_expression_gives_the_text_that_WSO2_gives(string expression, string text, bool readsBody)
    {
        Assert.True(XPathQuery.TryCompile(expression, Spaces, out var query, out var error), error);
        Assert.Equal(text, query.TextIn(Envelope, new Facts()));
        Assert.Equal(readsBody, query.ReadsBody);
    }

    [Theory]
    [InlineData("//m:item", "<m:item xmlns:m=\"urn:m\">pen</m:item><m:item xmlns:m=\"urn:m\"> ink </m:item>")]
    [InlineData("//m:empty", "<m:empty xmlns:m=\"urn:m\" />")]
    public void Elements_that_are_several_or_have_no_text_are_given_as_they_stand(string expression, string text)
    {
        Assert.True(XPathQuery.TryCompile(expression, Spaces, out var query, out _));
        Assert.Equal(text, query.TextIn(Envelope, null));
    }

    [Theory]
    [InlineData("//m:item", true)]
    [InlineData("//m:nothing", false)]
    [InlineData("0", false)]
    [InlineData("''", false)]
    [InlineData("'false'", true)]
    [InlineData("$ctx:name", true)]
    [InlineData("$ctx:nothing", false)]
    [InlineData("0 div 0", false)]
    public void An_expression_holds_as_XPath_says(string expression, bool holds)
    {
        Assert.True(XPathQuery.TryCompile(expression, Spaces, out var query, out _));
        Assert.Equal(holds, query.IsTrue(Envelope, new Facts()));
    }

    [Theory]
    [InlineData("//q:item", "the prefix 'q' is not declared")]
    [InlineData("nothing('x')", "there is no function nothing()")]
    [InlineData("get-property()", "the function get-property() does not take 0 arguments")]
    [InlineData("$nothing", "there is no variable $nothing")]
    [InlineData("$func:x", "there is no variable $func:x")]
    [InlineData("//[", "Expression must evaluate to a node-set")]
    [InlineData("concat('a'", null)]
    [InlineData("", null)]
    public void An_expression_that_cannot_be_used_is_refused(string expression, string? error)
    {
        Assert.False(XPathQuery.TryCompile(expression, Spaces, out _, out var said));
        Assert.Equal(error ?? said, said);
        Assert.NotEmpty(said);
    }

    [Fact]
    public void A_function_that_refuses_what_it_is_given_says_so()
    {
        Assert.True(XPathQuery.TryCompile("base64Decode('###')", Spaces, out var query, out _));
        Assert.Equal("What base64Decode() was given is no base64.", Assert.Throws<ExpressionException>(() => query.TextIn(Envelope, null)).Message);
    }

    [Fact]
    public void One_expression_serves_many_messages_at_once()
    {
        Assert.True(XPathQuery.TryCompile("concat($ctx:name, count(//a))", Spaces, out var query, out _));

        Parallel.For(0, 500, i =>
        {
            var message = new XElement("r", Enumerable.Repeat(0, i % 7).Select(_ => new XElement("a")));
            Assert.Equal($"value{i % 7}", query.TextIn(message, new Facts()));
        });
    }

    [Fact]
    public void No_text_makes_the_compiler_fail_otherwise_than_by_saying_so() =>
        Gen.Char["/@*.[]()|=<>!+-$:'\"abmor0-9, "].Array[0, 24].Sample(signs =>
        {
            var read = XPathQuery.TryCompile(new string(signs), Spaces, out var query, out var error);

            Assert.Equal(read, query is not null);
            Assert.Equal(read, error.Length == 0);
        }, iter: 20_000);

    private sealed class Facts : IMessageFacts
    {
        public XElement Envelope => XPathQueryTests.Envelope;

        public object? Property(PropertyScope scope, string name) => (scope, name) switch
        {
            (PropertyScope.Default, "name") => "value",
            (PropertyScope.Default, "api.ut.name") => "dotted",
            (PropertyScope.Default, "number") => 3,
            (PropertyScope.Default, "truth") => true,
            (PropertyScope.Default, "tree") => XElement.Parse("<tree><leaf>green</leaf></tree>"),
            (PropertyScope.Transport, "Accept") => "text/plain",
            (PropertyScope.Axis2, "HTTP_METHOD") => "POST",
            (PropertyScope.Operation, "kept") => "k",
            _ => null,
        };

        public string QueryParameter(string name) => name == "q" ? "found" : "";
    }
}
