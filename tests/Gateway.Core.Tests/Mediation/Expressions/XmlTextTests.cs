using System.Text;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Tests.Mediation.Expressions;

/// <summary>XML from anybody: nothing is fetched, no entity is grown, and there are limits.</summary>
public sealed class XmlTextTests
{
    [Fact]
    public void A_document_is_read_with_its_blanks()
    {
        Assert.True(XmlText.TryRead("<a> <b/> </a>", out var document, out _));
        Assert.Equal("<a> <b /> </a>", document.ToString(System.Xml.Linq.SaveOptions.DisableFormatting));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>")]
    public void A_document_type_is_refused(string text)
    {
        Assert.False(XmlText.TryRead(text, out _, out var error));
        Assert.Contains("DTD is prohibited", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_nested_too_deep_are_refused()
    {
        Assert.True(XmlText.TryRead(Nested(XmlText.Deepest), out _, out _));
        Assert.False(XmlText.TryRead(Nested(XmlText.Deepest + 1), out _, out var error));
        Assert.Contains("Elements are nested more than 128 deep", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<?xml version='1.0' encoding='no-such'?><a/>")]
    [InlineData("<a>&#x1;</a>")]
    public void What_is_no_XML_is_refused_with_a_reason(string text)
    {
        Assert.False(XmlText.TryRead(new ArraySegment<byte>(Encoding.UTF8.GetBytes(text)), out _, out var error));
        Assert.NotEmpty(error);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
}
