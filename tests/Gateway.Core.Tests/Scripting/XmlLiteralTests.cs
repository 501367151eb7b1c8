using Gateway.Core.Scripting;

namespace Gateway.Core.Tests.Scripting;

public sealed class XmlLiteralTests
{
    [Theory]
    [InlineData("x = <a/>;", """x = $xml("<a/>");""")]
    [InlineData("var r = <response><code>501</code></response>", """var r = $xml("<response><code>501</code></response>")""")]
    [InlineData("f(<a b=\"1\" c='2'/>, 1)", """f($xml("<a b=\"1\" c='2'/>"), 1)""")]
    [InlineData("return <a></a>", """return $xml("<a></a>")""")]
    [InlineData("x = [<a/>, {b: <c/>}]", """x = [$xml("<a/>"), {b: $xml("<c/>")}]""")]
    [InlineData("x = c ? <a/> : <b/>", """x = c ? $xml("<a/>") : $xml("<b/>")""")]
    [InlineData("x = <a>{y + 1}</a>", """x = $xml("<a>", (y + 1), "</a>")""")]
    [InlineData("x = <a b={y}/>", "x = $xml(\"<a b=\\\"\\u0001\", (y), \"\\\"/>\")")]
    [InlineData("x = <a b = {y} c='z'>t</a>", "x = $xml(\"<a b = \\\"\\u0001\", (y), \"\\\" c='z'>t</a>\")")]
    [InlineData("x = <{n}>t</{n}>", "x = $xml(\"<\\u0002\", (n), \">t</\\u0002\", (n), \">\")")]
    [InlineData("x = <a>{f('}', {b: 1})}{<c>{d}</c>}</a>", """x = $xml("<a>", (f('}', {b: 1})), "", ($xml("<c>", (d), "</c>")), "</a>")""")]
    [InlineData("x = <></>", """x = $xml("")""")]
    [InlineData("x = <><a/>t<b/></>", """x = $xml("<a/>t<b/>")""")]
    [InlineData("x = <a><![CDATA[ </a> {y} ]]><!-- {z} </a> --><?p {q}?></a>", """x = $xml("<a><![CDATA[ </a> {y} ]]><!-- {z} </a> --><?p {q}?></a>")""")]
    [InlineData("x = <![CDATA[a]]>", """x = $xml("<![CDATA[a]]>")""")]
    [InlineData("x = <!-- c -->", """x = $xml("<!-- c -->")""")]
    [InlineData("x = <a xmlns:n='u'><n:b-c.d n:e='1'/></a >", """x = $xml("<a xmlns:n='u'><n:b-c.d n:e='1'/></a >")""")]
    [InlineData("x = <a>\n  <b/>\n</a>;\ny", "x = $xml(\"<a>\\n  <b/>\\n</a>\"\n\n);\ny")]
    [InlineData("x = <a>\n{y\n}\n</a>;\nz", "x = $xml(\"<a>\\n\"\n, (y\n), \"\\n</a>\"\n);\nz")]
    [InlineData("x = <a>\"\\n&lt;</a>", """x = $xml("<a>\"\\n&lt;</a>")""")]
    [InlineData("y = {a: 1}\nx = <a/>", "y = {a: 1}\nx = $xml(\"<a/>\")")]
    [InlineData("if (a) <b/>", "if (a) $xml(\"<b/>\")")]
    [InlineData("a = /[/'\"]/.test(b) && <c/>", "a = /[/'\"]/.test(b) && $xml(\"<c/>\")")]
    [InlineData("`${<a/>} <b/>`", "`${$xml(\"<a/>\")} <b/>`")]
    public void A_literal_becomes_a_call(string script, string call) => Assert.Equal(call, Replaced(script));

    [Theory]
    [InlineData("a < b")]
    [InlineData("a <b> c")]
    [InlineData("a<b && c>d")]
    [InlineData("for (var i = 0; i<n; i++) { }")]
    [InlineData("f(a)<b || c[0]<d>(e)")]
    [InlineData("5<b; 1.5<b; 'x'<b; `x`<b; /x/<b; a.in<b; a++<b; this<b")]
    [InlineData("if (a<b) { } else if (c <d) { }")]
    [InlineData("x = 'a <b/>' + \"<c/>\"")]
    [InlineData("x = 'it\\'s = <b/>'")]
    [InlineData("// x = <a/>\ny")]
    [InlineData("/* x = <a/> */ y")]
    [InlineData("x = /=<a>/.test(y)")]
    [InlineData("x = `= <a/>`")]
    [InlineData("x = a << b; y = a <<= 2; z = a <= b")]
    [InlineData("<!-- hidden\ny")]
    [InlineData("x = 1; <!-- hidden = <a/>\ny")]
    [InlineData("({a: 1})<b")]
    public void What_is_no_literal_stays_as_it_is(string script) => Assert.Equal(script, Replaced(script));

    [Theory]
    [InlineData("x = <a><b></a>", 1, 11, "</a> closes <b> of line 1")]
    [InlineData("x = 1;\ny = <a>\n <b>text", 3, 2, "this XML is never closed: </b> is missing")]
    [InlineData("x = <a b=\"1>", 1, 10, "this attribute's quote is never closed")]
    [InlineData("x = <a>{y</a>", 1, 8, "this '{' in XML is never closed")]
    [InlineData("x = <a>\n  1 < 2</a>", 2, 5, "a '<' in XML must begin a tag")]
    [InlineData("x = <a><!-- y </a>", 1, 8, "this <!-- is never closed by -->")]
    [InlineData("x = <a>\n&nope;</a>", 2, 2, "this is not XML")]
    [InlineData("x = <a b='1' b='2'/>", 1, 14, "this is not XML")]
    [InlineData("x = <></a>", 1, 7, "</a> closes <> of line 1")]
    [InlineData("x = <a", 1, 5, "this tag is never closed by '>'")]
    [InlineData("x = <a {b}/>", 1, 8, "braces in a tag")]
    public void A_literal_that_is_no_xml_says_where_and_why(string script, int line, int column, string why)
    {
        var fault = Assert.Single(ScriptReader.Read("a.js", script).Faults);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("var a = ;", 1, 9)]
    [InlineData("x = <a>\n\n</a>; var b = ;", 3, 15)]
    [InlineData("x = <a/>; y = <b>{1 +}</b>", 1, 22)]
    [InlineData("if (a) {\n  b();\n", 3, 1)]
    [InlineData("var re = /(/;", 1, 12)]
    [InlineData("a\n  let x = 1; let x = 2;", 2, 18)]
    public void What_is_no_script_says_where(string script, int line, int column)
    {
        var read = ScriptReader.Read("a.js", script);
        Assert.Null(read.Source);
        var fault = Assert.Single(read.Faults);
        Assert.StartsWith("this is not a script: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void What_e4x_added_besides_literals_is_refused_with_a_hint() =>
        Assert.Contains("'for each'", ScriptReader.Read("a.js", "for each (var a in b) { }").Faults[0].Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("(")]
    [InlineData("x = <a>{")]
    [InlineData("`${")]
    [InlineData("[")]
    public void Depth_is_limited(string level) =>
        Assert.Null(ScriptReader.Read("a.js", string.Concat(Enumerable.Repeat(level, 50_000))).Source);

    private static string Replaced(string script)
    {
        var replaced = XmlLiterals.Replace(script);
        Assert.Empty(replaced.Faults);
        Assert.Equal(script.Count(c => c == '\n'), replaced.Text.Count(c => c == '\n'));
        return replaced.Text;
    }
}
