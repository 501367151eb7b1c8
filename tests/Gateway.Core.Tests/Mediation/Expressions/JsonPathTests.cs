using System.Text.Json;
using CsCheck;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Tests.Mediation.Expressions;

/// <summary>JSONPath as WSO2's expressions take it: Jayway's dialect.</summary>
public sealed class JsonPathTests
{
    private const string Store = """
        {"store":{"book":[
          {"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},
          {"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},
          {"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
          {"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings","isbn":"0-395-19395-8","price":22.99}],
          "bicycle":{"color":"red","price":19.95}},
          "expensive":10,"a.b":"dotted","it's":1,"no":null,"yes":true,"n":12.50,"text":"12.5","tags":["x","y"]}
        """;

    [Theory]
    [InlineData("$.store.bicycle.color", "red")]
    [InlineData("$.store['bicycle'][\"color\"]", "red")]
    [InlineData("$['a.b']", "dotted")]
    [InlineData("$['it\\'s']", "1")]
    [InlineData("$.store.book[0].author", "Nigel Rees")]
    [InlineData("$.store.book[-1].title", "The Lord of the Rings")]
    [InlineData("$.store.book[4].title", null)]
    [InlineData("$.store.book[-5].title", null)]
    [InlineData("$.store.nothing.color", null)]
    [InlineData("$.expensive.color", null)]
    [InlineData("$.no", "null")]
    [InlineData("$.yes", "true")]
    [InlineData("$.n", "12.50")]
    [InlineData("$.tags", """["x","y"]""")]
    [InlineData("$.store.bicycle", """{"color":"red","price":19.95}""")]
    [InlineData("$.store.bicycle.", """{"color":"red","price":19.95}""")]
    [InlineData("$..price", "[8.95,12.99,8.99,22.99,19.95]")]
    [InlineData("$.store..color", """["red"]""")]
    [InlineData("$..book[0].price", "[8.95]")]
    [InlineData("$..[0].price", "[8.95]")]
    [InlineData("$.store.book[*].price", "[8.95,12.99,8.99,22.99]")]
    [InlineData("$.store.bicycle.*", """["red",19.95]""")]
    [InlineData("$.store.book[0,2].price", "[8.95,8.99]")]
    [InlineData("$.store.book[1:3].price", "[12.99,8.99]")]
    [InlineData("$.store.book[:2].price", "[8.95,12.99]")]
    [InlineData("$.store.book[-2:].price", "[8.99,22.99]")]
    [InlineData("$.store.book[9:].price", "[]")]
    [InlineData("$.store.book[?(@.isbn)].price", "[8.99,22.99]")]
    [InlineData("$.store.book[?(!@.isbn)].price", "[8.95,12.99]")]
    [InlineData("$.store.book[?(@.price < $.expensive)].price", "[8.95,8.99]")]
    [InlineData("$.store.book[?(@.category == 'fiction' && @.price >= 12.99)].price", "[12.99,22.99]")]
    [InlineData("$.store.book[?(@.price > 20 || @.price <= 8.95)].price", "[8.95,22.99]")]
    [InlineData("$.store.book[?((@.category != 'fiction'))].price", "[8.95]")]
    [InlineData("$.store.book[?(@.author =~ /.*tolkien/i)].price", "[22.99]")]
    [InlineData("$.store.book[?(@.author =~ /Tolkien/)].price", "[]")]
    [InlineData("$.store.book[?(@.category in ['reference', 'x'])].price", "[8.95]")]
    [InlineData("$.store.book[?(@.category nin ['reference'])].price", "[12.99,8.99,22.99]")]
    [InlineData("$.store.book[?(@.title contains 'Dick')].price", "[8.99]")]
    [InlineData("$.store.bicycle[?(@.color == \"red\")].price", "[19.95]")]
    [InlineData("$.store.book[?(@.price == '8.95')].price", "[8.95]")]
    [InlineData("$.store.book.length()", "4")]
    [InlineData("$.store.book.size()", "4")]
    [InlineData("$.text.length()", "4")]
    [InlineData("$.store.bicycle.length()", "2")]
    [InlineData("$.nothing.length()", null)]
    [InlineData("$..price.sum()", "73.87")]
    [InlineData("$.store.book[*].price.min()", "8.95")]
    [InlineData("$.store.book[*].price.max()", "22.99")]
    [InlineData("$.store.book[1:2].price.avg()", "12.99")]
    [InlineData("$.tags.first()", "x")]
    [InlineData("$.tags.last()", "y")]
    [InlineData("$.store.bicycle.keys()", """["color","price"]""")]
    public void A_path_gives_the_text_that_WSO2_gives(string path, string? text)
    {
        using var store = JsonDocument.Parse(Store);

        Assert.True(JsonPath.TryCompile(path, out var compiled, out var error, out _), error);
        Assert.Equal(text, compiled.TextIn(store.RootElement));
    }

    [Theory]
    [InlineData("$.store.bicycle.color", "red", true)]
    [InlineData("$.store.bicycle.color", "Red", false)]
    [InlineData("$.n", "12.50", true)]
    [InlineData("$.yes", "true", true)]
    [InlineData("$.nothing", "", false)]
    [InlineData("$..category", "reference", true)]
    [InlineData("$..category", "poetry", false)]
    [InlineData("$.tags.length()", "2", true)]
    public void A_path_leads_to_a_value_or_not(string path, string value, bool leads)
    {
        using var store = JsonDocument.Parse(Store);

        Assert.True(JsonPath.TryCompile(path, out var compiled, out _, out _));
        Assert.Equal(leads, compiled.Leads(store.RootElement, value));
    }

    [Theory]
    [InlineData("", 1, "it is empty")]
    [InlineData("store.book", 1, "it must begin with '$'")]
    [InlineData("$.a..", 6, "a name is missing after '.'")]
    [InlineData("$.a[", 5, "a name in quotes, a number, '*' or '?(' must stand in brackets")]
    [InlineData("$.a['b'", 8, "a ] is missing")]
    [InlineData("$['a','b']", 6, "several names in one bracket are not supported")]
    [InlineData("$.a[0:9:2]", 8, "a slice with a step is not supported")]
    [InlineData("$.a[99999999999]", 16, "this is no whole number that can be counted to")]
    [InlineData("$.a.stddev()", 11, "there is no function stddev(); there are length, size, min, max, avg, sum, first, last, keys")]
    [InlineData("$.a.index(1)", 10, "the function index with arguments is not supported")]
    [InlineData("$.a[?(@.b == )]", 14, "a path that begins with '@', a number, a text in quotes, true, false, null or a list must stand here")]
    [InlineData("$.a[?('x')]", 10, "a comparison is missing")]
    [InlineData("$.a[?(@.b =~ /(/)]", 17, null)]
    [InlineData("$.a b", 5, "'b' cannot stand here")]
    public void A_path_that_cannot_be_read_is_refused_with_its_place(string path, int column, string? error)
    {
        Assert.False(JsonPath.TryCompile(path, out _, out var said, out var where));
        Assert.Equal(column, where);
        Assert.Equal(error ?? said, said);
    }

    [Fact]
    public void A_path_that_multiplies_its_work_is_stopped()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        using var message = JsonDocument.Parse($"[{string.Join(',', Enumerable.Repeat(deep, 2000))}]");
        Assert.True(JsonPath.TryCompile("$..[*]..[*]..x", out var path, out _, out _));

        Assert.Contains("visits more than", Assert.Throws<ExpressionException>(() => path.TextIn(message.RootElement)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_the_compiler_fail_otherwise_than_by_saying_so() =>
        Gen.Char["$@.[]*?()'\"=!<>&|~/,:0-9ab \\"].Array[0, 24].Sample(signs =>
        {
            var read = JsonPath.TryCompile("$" + new string(signs), out var path, out var error, out var column);

            Assert.Equal(read, path is not null);
            Assert.Equal(read, error.Length == 0);
            Assert.True(read || column >= 1);
        }, iter: 20_000);
}
