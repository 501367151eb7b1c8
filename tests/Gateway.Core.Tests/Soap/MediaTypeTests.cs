using Gateway.Core.Soap;

namespace Gateway.Core.Tests.Soap;

public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("text/xml; charset=utf-8", true, SoapVersion.Soap11)]
    [InlineData("text/xml", false, SoapVersion.None)]
    [InlineData("TEXT/XML;charset=utf-8", true, SoapVersion.Soap11)]
    [InlineData("application/soap+xml", false, SoapVersion.Soap12)]
    [InlineData("application/soap+xml;action=\"urn:x\"", true, SoapVersion.Soap12)]
    [InlineData("application/xml", true, SoapVersion.None)]
    [InlineData("application/json", true, SoapVersion.None)]
    [InlineData("", true, SoapVersion.None)]
    [InlineData("multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"text/xml\"", false, SoapVersion.Soap11)]
    [InlineData("multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"application/soap+xml; action=\\\"urn:x\\\"\"", false, SoapVersion.Soap12)]
    [InlineData("multipart/related; type=\"text/xml\"; boundary=b", false, SoapVersion.Soap11)]
    [InlineData("multipart/related; type=application/soap+xml; boundary=b", false, SoapVersion.Soap12)]
    [InlineData("multipart/related; boundary=b", true, SoapVersion.None)]
    [InlineData("multipart/related; boundary=\"type=text/xml\"", true, SoapVersion.None)]
    [InlineData("multipart/form-data; boundary=b", true, SoapVersion.None)]
    public void A_content_type_says_which_SOAP_it_is(string type, bool hasAction, SoapVersion expected) =>
        Assert.Equal(expected, MediaType.VersionOf(type, hasAction));

    [Theory]
    [InlineData("a/b; charset=utf-8", "charset", "utf-8")]
    [InlineData("a/b;CharSet = \"utf-8\" ;x=y", "charset", "utf-8")]
    [InlineData("a/b; x=\"a;charset=no\"; charset=yes", "charset", "yes")]
    [InlineData("a/b; action=\"urn:a\\\"b\\\\c\"", "action", "urn:a\"b\\c")]
    [InlineData("a/b; action=\"open", "action", "open")]
    [InlineData("a/b; action=", "action", "")]
    [InlineData("a/b; action", "action", null)]
    [InlineData("a/b;;action=x", "action", null)]
    [InlineData("a/b", "action", null)]
    public void A_parameter_is_found_by_its_name_and_nothing_in_quotes_is_taken_for_one(string type, string name, string? expected) =>
        Assert.Equal(expected, MediaType.Parameter(type, name));

    [Fact]
    public void What_is_quoted_is_read_again() => Assert.Equal("a\"b\\c", MediaType.Parameter("a/b; x=" + MediaType.Quoted("a\"b\\c"), "x"));
}
