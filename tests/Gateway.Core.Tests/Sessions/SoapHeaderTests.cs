using System.Text;
using Gateway.Core.Sessions;

namespace Gateway.Core.Tests.Sessions;

public class SoapHeaderTests
{
    private const string Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Soap12 = "http://www.w3.org/2003/05/soap-envelope";
    private const string Space = "http://ws.apache.org/ns/synapse";
    private const string Id = $"<c:ClientID xmlns:c='{Space}'> abc </c:ClientID>";

    [Theory]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Header>{Id}</s:Header><s:Body/></s:Envelope>", "abc")]
    [InlineData($"<Envelope xmlns='{Soap12}'><Header><x xmlns=''><y/></x>{Id}</Header><Body/></Envelope>", "abc")]
    [InlineData($"<?xml version='1.0'?>\n<!-- x -->\n<s:Envelope xmlns:s='{Soap11}'>\n <s:Header>\n text {Id}\n</s:Header></s:Envelope>", "abc")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Header><ClientID>abc</ClientID></s:Header><s:Body/></s:Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Header><x>{Id}</x></s:Header><s:Body/></s:Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Header/><s:Body>{Id}</s:Body></s:Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Body>{Id}</s:Body></s:Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'><s:Header><c:ClientID xmlns:c='{Space}'/></s:Header></s:Envelope>", "")]
    [InlineData($"<Envelope><Header>{Id}</Header></Envelope>", "")]
    [InlineData($"<s:Envelope xmlns:s='{Soap11}'/>", "")]
    [InlineData("{ \"no\": \"xml\" }", "")]
    [InlineData("", "")]
    [InlineData($"<!DOCTYPE x [<!ENTITY e 'abc'>]><s:Envelope xmlns:s='{Soap11}'><s:Header><c:ClientID xmlns:c='{Space}'>&e;</c:ClientID></s:Header></s:Envelope>", "")]
    public void A_block_is_found_by_its_name_and_namespace_directly_in_the_header(string message, string expected)
    {
        var look = Find(Encoding.UTF8.GetBytes(message), isWhole: true, out var text);

        Assert.Equal((expected.Length > 0 ? SoapLook.Found : SoapLook.None, expected), (look, text));
    }

    [Fact]
    public void Whatever_the_beginning_that_has_come_it_is_found_or_waited_for_and_never_taken_for_missing()
    {
        var message = Encoding.UTF8.GetBytes($"<s:Envelope xmlns:s='{Soap11}'><s:Header><x/>{Id}</s:Header><s:Body>much</s:Body></s:Envelope>");
        var from = Encoding.UTF8.GetString(message).IndexOf("</c:ClientID>", StringComparison.Ordinal) + "</c:ClientID>".Length;
        for (var length = 0; length <= message.Length; length++)
        {
            var look = Find(message[..length], isWhole: false, out var text);
            Assert.Equal(length >= from ? (SoapLook.Found, "abc") : (SoapLook.Unfinished, ""), (look, text));
        }
    }

    [Fact]
    public void Within_another_block_it_is_found_only_if_it_may_stand_there()
    {
        var message = Encoding.UTF8.GetBytes($"<s:Envelope xmlns:s='{Soap11}'><s:Header><a><b>{Id}</b></a></s:Header><s:Body>{Id}</s:Body></s:Envelope>");

        Assert.Equal(SoapLook.None, Find(message, isWhole: true, out _));
        Assert.Equal(SoapLook.Found, Find(message, isWhole: true, out _, anywhere: true));
    }

    [Fact]
    public void A_message_in_UTF_16_is_read()
    {
        var text = $"<s:Envelope xmlns:s='{Soap11}'><s:Header>{Id}</s:Header></s:Envelope>";

        Assert.Equal(SoapLook.Found, Find([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], isWhole: true, out _));
    }

    private static SoapLook Find(byte[] message, bool isWhole, out string text, bool anywhere = false) =>
        SoapHeader.Find(new ArraySegment<byte>(message), isWhole, "ClientID", Space, anywhere, out text);
}
