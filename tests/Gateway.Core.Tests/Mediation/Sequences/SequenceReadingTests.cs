using CsCheck;
using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary>What is refused when a sequence is read, in words; and that nothing else can happen.</summary>
public sealed class SequenceReadingTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Mediation", "Sequences", "Cases");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.xml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sequence_that_is_not_good_gets_these_diagnostics(string name)
    {
        var said = Flow.Problems(File.ReadAllText(Path.Combine(Folder, name + ".xml")));

        Assert.Equal(File.ReadAllText(Path.Combine(Folder, name + ".expected")).TrimEnd(), string.Join('\n', said));
    }

    [Theory]
    [InlineData("in_sequence = 5", "catalog:12:15: error: 'in_sequence' in [[api]] 'A' cannot hold a whole number")]
    [InlineData("in_sequence = \"none.xml\"", "catalog:12:15: error: the file none.xml cannot be used: the bundle does not hold it")]
    [InlineData("in_sequence = { fiel = \"a\" }", "catalog:12:17: error: unknown key 'fiel' in 'in_sequence' of [[api]] 'A'")]
    [InlineData("mediation_limit = \"1B\"", "catalog:12:19: error: 'mediation_limit' in [[api]] 'A' is 1B, but must be from 1KiB to 16MiB")]
    public void Keys_that_are_not_good_are_refused(string key, string problem) =>
        Assert.Contains(problem, Flow.Read(key).Problems.Select(said => said.ToString().Split('\n')[0]));

    [Fact]
    public void Parameters_of_a_policy_cannot_break_out_of_their_places()
    {
        var read = Flow.Read(
            "in_sequence = { file = \"p.j2\", parameters = { value = '\"/><drop/><x a=\"', n = 5, on = true } }",
            ("p.j2", "<property name=\"a\" value=\"{{value}}\"/><property name=\"b\" value=\"{{ n }}{{on}}\"/>"));
        Assert.True(read.Value is not null, string.Join('\n', read.Problems));

        var ended = Flow.Run(read.Value!.Sequences[0]!.Api.In, new FakeMessage());

        Assert.Equal(("\"/><drop/><x a=\"", "5true"), (ended.Property("a"), ended.Property("b")));
    }

    [Theory]
    [InlineData("<property name=\"a\" value=\"{{missing}}\"/>", "p.j2:1:27: error: the policy's parameter 'missing' has no value")]
    [InlineData("{% if x %}<drop/>{% endif %}", "p.j2:1:1: error: the statement {% if x %} of a policy's template is not supported")]
    public void A_policy_that_cannot_be_filled_is_refused(string text, string problem) =>
        Assert.Contains(problem, Flow.Read("in_sequence = \"p.j2\"", ("p.j2", text)).Problems.Select(said => said.ToString().Split('\n')[0]));

    [Fact]
    public void A_resource_runs_the_APIs_flow_and_then_its_own()
    {
        var read = Flow.Read(
            "in_sequence = \"api.xml\"\n[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\nrequest_policies = [\"own.xml\", { file = \"p.j2\", parameters = { v = \"3\" } }]\n[[api.resource]]\npath = \"/y\"\nmethods = [\"GET\"]",
            ("api.xml", "<property name=\"a\" value=\"1\"/>"), ("own.xml", "<property name=\"b\" expression=\"fn:concat($ctx:a, '2')\"/>"), ("p.j2", "<property name=\"c\" expression=\"fn:concat($ctx:b, '{{v}}')\"/>"));
        Assert.True(read.Value is not null, string.Join('\n', read.Problems));
        var sequences = read.Value!.Sequences[0]!;

        Assert.Equal("123", Flow.Run(sequences.Of(0).In, new FakeMessage()).Property("c"));
        Assert.Equal((null, "1"), (Flow.Run(sequences.Of(1).In, new FakeMessage()).Property("c"), Flow.Run(sequences.Of(1).In, new FakeMessage()).Property("a")));

        var again = CatalogReader.Read("again", read.Value.Bundle.Text);
        Assert.Equal(read.Value.Bundle, again.Value!.Bundle);
    }

    [Fact]
    public void No_text_makes_the_compiler_fail_otherwise_than_by_saying_so()
    {
        string[] pieces =
        [
            "<property name=\"a\" ", "value=\"1\"", "expression=\"$ctx:a", "\"/>", "<filter xpath=\"", "<filter source=\"$trp:a\" regex=\"", "<then>", "</then>", "<else>", "</else>", "</filter>", ">", "/>",
            "<switch source=\"'x'\">", "<case regex=\"(\">", "</case>", "</switch>", "<payloadFactory media-type=\"json\">", "<format>{\"a\": $2}</format>", "<args><arg value=\"1\"/></args>",
            "</payloadFactory>", "<enrich>", "<source type=\"inline\">", "</source>", "<target xpath=\"json-eval($.a[*])\"/>", "</enrich>", "<log level=\"full\">", "</log>", "<script language=\"js\">", "var a = ", "</script>",
            "<send>", "<endpoint>", "<address uri=\"x\"/>", "</endpoint>", "</send>", "<!DOCTYPE a>", "<?xml version=\"1.0\"?>", "&amp;", "&", "<sequence key=\"in\"/>", "<makefault version=\"soap12\">", "<code value=\"a:b:c d\"/>",
            "<reason value=\"1\"/>", "</makefault>", "<header name=\"a:b\" value=\"1\"/>", "<rewrite>", "<rewriterule>", "<action fragment=\"path\"/>", "</rewriterule>", "</rewrite>", "\u0000", "]]>", "<class name=\"x\"/>", "text",
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 12].Sample(drawn =>
        {
            var text = string.Concat(drawn.Select(index => pieces[index]));
            var read = Flow.Read("in_sequence = \"in.xml\"", ("in.xml", text));

            Assert.Equal(read.Value is null, read.Problems.Any(problem => problem.Severity == Severity.Error));
        }, iter: 3_000);
    }
}
