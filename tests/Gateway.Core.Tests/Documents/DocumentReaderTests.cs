using Gateway.Core.Documents;

namespace Gateway.Core.Tests.Documents;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"]}""", """{"a":1,"b":[true,null,"x"]}""")]
    [InlineData("{ // why\n\"a\": 1,\n}", """{"a":1}""")]
    [InlineData("\uFEFF{\"a\":\"\\/x\"}", """{"a":"/x"}""")]
    [InlineData("a: 1\nb:\n- true\n- ~\n- x", """{"a":1,"b":[true,null,"x"]}""")]
    [InlineData("{a: 1, b: [x, 'y']}", """{"a":1,"b":["x","y"]}""")]
    [InlineData("a: \"1\"\nb: '2'\nc: !!str 3", """{"a":"1","b":"2","c":"3"}""")]
    [InlineData("a: 1.0.0\nb: 2000-01-23\nc: yes\nd: 1_000\ne: on", """{"a":"1.0.0","b":"2000-01-23","c":"yes","d":"1_000","e":"on"}""")]
    [InlineData("[0x1F, 0o17, +1, .5, 2., 007, 1e3, -0.10]", "[31,15,1,0.5,2,7,1e3,-0.10]")]
    [InlineData("[.inf, -.INF, .nan]", """[".inf","-.INF",".nan"]""")]
    [InlineData("200:\n  description: ok\n'404': {}", """{"200":{"description":"ok"},"404":{}}""")]
    [InlineData("a: |\n  one\n  two\nb: >\n  one\n  two", """{"a":"one\ntwo\n","b":"one two"}""")]
    [InlineData("base: &b {x: 1, y: 2}\nall:\n  <<: *b\n  y: 3", """{"base":{"x":1,"y":2},"all":{"y":3,"x":1}}""")]
    [InlineData("a: &a [1]\nb: *a\nc: *a", """{"a":[1],"b":[1],"c":[1]}""")]
    [InlineData("---\na: 1\n...\n", """{"a":1}""")]
    [InlineData("just a text", "\"just a text\"")]
    public void Yaml_and_json_become_the_same_tree(string text, string json)
    {
        var read = DocumentReader.Read(text);
        Assert.Empty(read.Faults);
        Assert.Equal(json, read.Root!.ToJson());
    }

    [Theory]
    [InlineData("", 1, 1, "the document is empty")]
    [InlineData("# nothing", 1, 1, "the document is empty")]
    [InlineData("{\n  \"ü\": 1,\n  \"b\" 2 }", 3, 7, "this is not JSON")]
    [InlineData("{\"a\": \"\\uD800\"}", 1, 7, "half of a character")]
    [InlineData("a: 1\nb: [1, 2\nc: 3", 3, 5, "it ends within a list or map")]
    [InlineData("a: 'x", 1, 4, "this is not YAML")]
    [InlineData("a: *b", 1, 4, "the alias *b stands for nothing")]
    [InlineData("a: &a [1, *a]", 1, 11, "stands within what it stands for")]
    [InlineData("a: 1\n---\nb: 2", 2, 1, "a second document begins here")]
    [InlineData("path: {id}: x", 1, 11, "this is not YAML")]
    [InlineData("{a: 1}: x", 1, 1, "a list or map cannot be a key")]
    [InlineData("<<: 5", 1, 1, "'<<' takes the keys of a map")]
    public void A_document_that_cannot_be_read_says_where_and_why(string text, int line, int column, string why)
    {
        var read = DocumentReader.Read(text);
        Assert.Null(read.Root);
        var fault = read.Faults[^1];
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column, false), (fault.Line, fault.Column, fault.IsWarning));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", 3, 1)]
    [InlineData("{\"a\": 1,\n \"b\": 2, \"a\": 3}", 2, 10)]
    public void Of_a_key_that_stands_twice_the_later_counts_and_it_is_said(string text, int line, int column)
    {
        var read = DocumentReader.Read(text);
        Assert.Equal("3", read.Root!["a"]!.Text);
        var warning = Assert.Single(read.Faults);
        Assert.Equal((line, column, true, "the key 'a' stands twice"), (warning.Line, warning.Column, warning.IsWarning, warning.Message));
    }

    [Fact]
    public void Every_value_knows_its_place()
    {
        var read = DocumentReader.Read("paths:\n  /pets:\n    get:\n      x-mediation-script: \"a\"\n").Root!;
        var script = read["paths"]!["/pets"]!["get"]!["x-mediation-script"]!;
        Assert.Equal((4, 27), (script.Line, script.Column));
        var entry = ((DocumentMap)read["paths"]!).FindEntry("/pets")!;
        Assert.Equal((2, 3), (entry.Line, entry.Column));
        Assert.Null(read["paths"]!["/dogs"]?["get"]);
    }

    [Fact]
    public void Aliases_of_aliases_count_as_what_they_stand_for()
    {
        // A billion laughs: nine levels of nine.
        var bomb = "a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n" + string.Concat(Enumerable.Range(1, 9).Select(
            i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        Assert.Contains("more than 250000 values", DocumentReader.Read(bomb).Faults[^1].Message, StringComparison.Ordinal);
        var merged = "a0: &a0 {k0: [1,2,3,4,5,6,7,8,9]}\n" + string.Concat(Enumerable.Range(1, 9).Select(
            i => $"a{i}: &a{i} {{{string.Join(',', Enumerable.Range(0, 9).Select(k => $"k{k}: *a{i - 1}"))}, <<: *a{i - 1}}}\n"));
        Assert.Contains("more than 250000 values", DocumentReader.Read(merged).Faults[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{ a: ")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Depth_is_limited(string level)
    {
        var text = string.Concat(Enumerable.Repeat(level, 100_000));
        Assert.Contains(DocumentReader.Read(text).Faults, fault => fault.Message.Contains("nested more than 64 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void Depth_counts_through_aliases()
    {
        var text = "a0: &a0 [1]\n" + string.Concat(Enumerable.Range(1, 70).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));
        Assert.Contains("nested more than 64 deep", DocumentReader.Read(text).Faults[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_limited() => Assert.Contains(
        "longer than 10 characters", DocumentReader.Read("a: 123456789", new DocumentLimits(Characters: 10)).Faults[0].Message, StringComparison.Ordinal);
}
