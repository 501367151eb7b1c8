using System.Text;
using System.Xml;
using Gateway.Core.Soap;

namespace Gateway.Core.Tests.Soap;

/// <summary>Messages in the other form, letter by letter.</summary>
public sealed class SoapMessageTests
{
    private const string Env11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Env12 = "http://www.w3.org/2003/05/soap-envelope";

    public static TheoryData<string, SoapVersion, string> Changes() => new()
    {
        // What is in the body stays as it is, its white space, its own prefixes and the ones of the envelope included.
        {
            $"<s:Envelope xmlns:s=\"{Env11}\" xmlns:t=\"urn:t\"><s:Body>\n <a xmlns=\"urn:a\" t:x=\"1\"><![CDATA[<&>]]><b/><c></c></a></s:Body></s:Envelope>",
            SoapVersion.Soap12,
            $"<s:Envelope xmlns:t=\"urn:t\" xmlns:s=\"{Env12}\"><s:Body>\n <a xmlns=\"urn:a\" t:x=\"1\"><![CDATA[<&>]]><b /><c></c></a></s:Body></s:Envelope>"
        },
        {
            $"<Envelope xmlns=\"{Env12}\"><Body><a xmlns=\"\">x</a></Body></Envelope>", SoapVersion.Soap11,
            $"<soapenv:Envelope xmlns:soapenv=\"{Env11}\"><soapenv:Body><a>x</a></soapenv:Body></soapenv:Envelope>"
        },

        // Header blocks: who is meant and what must be understood.
        {
            $"<s:Envelope xmlns:s=\"{Env11}\"><s:Header><h s:mustUnderstand=\"1\" s:actor=\"http://schemas.xmlsoap.org/soap/actor/next\"/><i s:mustUnderstand=\"0\" s:actor=\"urn:me\"/></s:Header><s:Body/></s:Envelope>",
            SoapVersion.Soap12,
            $"<s:Envelope xmlns:s=\"{Env12}\"><s:Header><h s:mustUnderstand=\"true\" s:role=\"{Env12}/role/next\" /><i s:mustUnderstand=\"false\" s:role=\"urn:me\" /></s:Header><s:Body /></s:Envelope>"
        },
        {
            $"<s:Envelope xmlns:s=\"{Env12}\"><s:Header><h s:mustUnderstand=\"true\" s:relay=\"true\" s:role=\"{Env12}/role/ultimateReceiver\"/></s:Header><s:Body/></s:Envelope>",
            SoapVersion.Soap11,
            $"<s:Envelope xmlns:s=\"{Env11}\"><s:Header><h s:mustUnderstand=\"1\" /></s:Header><s:Body /></s:Envelope>"
        },
        {
            $"<s:Envelope xmlns:s=\"{Env11}\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><a/></s:Body></s:Envelope>", SoapVersion.Soap12,
            $"<s:Envelope xmlns:s=\"{Env12}\"><s:Body><a /></s:Body></s:Envelope>"
        },

        // Faults.
        {
            $"<s:Envelope xmlns:s=\"{Env11}\"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>no &lt;</faultstring><faultactor>urn:me</faultactor><detail><d xmlns=\"urn:d\">1</d></detail></s:Fault></s:Body></s:Envelope>",
            SoapVersion.Soap12,
            $"<s:Envelope xmlns:s=\"{Env12}\"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">no &lt;</s:Text></s:Reason><s:Role>urn:me</s:Role><s:Detail><d xmlns=\"urn:d\">1</d></s:Detail></s:Fault></s:Body></s:Envelope>"
        },
        {
            $"<s:Envelope xmlns:s=\"{Env11}\" xmlns:m=\"urn:m\"><s:Body><s:Fault><faultcode>m:Empty.Store</faultcode><faultstring xml:lang=\"de\">leer</faultstring></s:Fault></s:Body></s:Envelope>",
            SoapVersion.Soap12,
            $"<s:Envelope xmlns:m=\"urn:m\" xmlns:s=\"{Env12}\"><s:Body><s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value xmlns:sub=\"urn:m\">sub:Empty.Store</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"de\">leer</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"
        },
        {
            $"<Envelope xmlns=\"{Env12}\"><Body><Fault><Code><Value>DataEncodingUnknown</Value><Subcode><Value>x</Value></Subcode></Code><Reason><Text xml:lang=\"en\">no</Text></Reason><Node>urn:n</Node><Role>urn:me</Role><Detail><d xmlns=\"\"/></Detail></Fault></Body></Envelope>",
            SoapVersion.Soap11,
            $"<soapenv:Envelope xmlns:soapenv=\"{Env11}\"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring xml:lang=\"en\">no</faultstring><faultactor>urn:me</faultactor><detail><d /></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
        },

        // Plain XML becomes the body.
        { "<?xml version=\"1.0\"?><!-- c --><a xmlns=\"urn:a\"><b/></a>", SoapVersion.Soap11, $"<soapenv:Envelope xmlns:soapenv=\"{Env11}\"><soapenv:Body><a xmlns=\"urn:a\"><b /></a></soapenv:Body></soapenv:Envelope>" },

        // An envelope within the payload is payload.
        {
            $"<s:Envelope xmlns:s=\"{Env11}\"><s:Body><a><s:Body s:mustUnderstand=\"1\"/></a></s:Body></s:Envelope>", SoapVersion.Soap12,
            $"<s:Envelope xmlns:s=\"{Env12}\"><s:Body><a><s:Body s:mustUnderstand=\"1\" xmlns:s=\"{Env11}\" /></a></s:Body></s:Envelope>"
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_message_becomes_SOAP_of_the_other_version(string message, SoapVersion to, string expected)
    {
        var into = new MemoryStream();
        SoapMessage.ToSoap(Encoding.UTF8.GetBytes(message), "", to, into);

        Assert.Equal(expected, Encoding.UTF8.GetString(into.ToArray()));
    }

    [Theory]
    [InlineData($"<s:Envelope xmlns:s=\"{Env11}\" xmlns:x=\"urn:x\"><s:Header><h/></s:Header><s:Body><a type=\"x:T\"/></s:Body></s:Envelope>", "<a type=\"x:T\" xmlns:x=\"urn:x\" />")]
    [InlineData($"<s:Envelope xmlns:s=\"{Env12}\"><s:Body>\n<a>\n<b>1</b></a>\n</s:Body></s:Envelope>", "<a>\n<b>1</b></a>")]
    [InlineData("<a/>", "<a />")]
    [InlineData($"<s:Envelope xmlns:s=\"{Env12}\"><s:Body/></s:Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s=\"{Env12}\"/>", "")]
    public void A_message_becomes_plain_XML(string message, string expected)
    {
        var into = new MemoryStream();

        Assert.Equal(expected.Length > 0, SoapMessage.ToPlain(Encoding.UTF8.GetBytes(message), "", into));
        Assert.Equal(expected, Encoding.UTF8.GetString(into.ToArray()));
    }

    [Theory]
    [InlineData($"<s:Envelope xmlns:s=\"{Env11}\"><s:Body><q>\n <a>1 &amp; 2</a><b/><a>3</a><c><d>4</d></c></q></s:Body></s:Envelope>", "a=1 & 2|b=|a=3|c=4")]
    [InlineData("<q><a>1</a></q>", "a=1")]
    [InlineData("<q/>", "")]
    [InlineData($"<s:Envelope xmlns:s=\"{Env11}\"><s:Body/></s:Envelope>", "")]
    public void A_message_becomes_parameters(string message, string expected) =>
        Assert.Equal(expected, string.Join('|', SoapMessage.ToParameters(Encoding.UTF8.GetBytes(message), "").Select(pair => $"{pair.Key}={pair.Value}")));

    [Fact]
    public void The_charset_of_the_content_type_counts_before_what_the_message_says()
    {
        var into = new MemoryStream();
        SoapMessage.ToSoap(Encoding.Latin1.GetBytes("<?xml version='1.0' encoding='utf-8'?><a>caf\u00e9</a>"), "iso-8859-1", SoapVersion.Soap12, into);

        Assert.Contains("caf\u00e9", Encoding.UTF8.GetString(into.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a>")]
    [InlineData("")]
    [InlineData("{\"a\":1}")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")]
    [InlineData("<a>&e;</a>")]
    public void What_is_no_XML_or_has_a_DTD_is_refused(string message) =>
        Assert.Throws<XmlException>(() => SoapMessage.ToSoap(Encoding.UTF8.GetBytes(message), "", SoapVersion.Soap11, new MemoryStream()));

    [Fact]
    public void What_is_nested_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 1000)) + string.Concat(Enumerable.Repeat("</a>", 1000));

        Assert.Throws<XmlException>(() => SoapMessage.ToSoap(Encoding.UTF8.GetBytes(deep), "", SoapVersion.Soap11, new MemoryStream()));
        Assert.Throws<XmlException>(() => SoapMessage.ToPlain(Encoding.UTF8.GetBytes(deep), "", new MemoryStream()));
    }
}
