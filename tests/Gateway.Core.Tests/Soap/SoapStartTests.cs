using System.Text;
using Gateway.Core.Sessions;
using Gateway.Core.Soap;

namespace Gateway.Core.Tests.Soap;

public sealed class SoapStartTests
{
    private const string Env11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Env12 = "http://www.w3.org/2003/05/soap-envelope";

    [Theory]
    [InlineData($"<s:Envelope xmlns:s='{Env11}'><s:Body><a:Place xmlns:a='urn:a'/></s:Body></s:Envelope>", SoapLook.Found, SoapVersion.Soap11, "Place", "urn:a")]
    [InlineData($"<Envelope xmlns='{Env12}'><Header><x/></Header><Body>\n <Place xmlns=''>", SoapLook.Found, SoapVersion.Soap12, "Place", "")]
    [InlineData($"<?xml version='1.0'?><!-- c --><s:Envelope xmlns:s='{Env11}'><s:Body><!-- c --><Body xmlns='urn:b'><s:Body/>", SoapLook.Found, SoapVersion.Soap11, "Body", "urn:b")]
    [InlineData($"<s:Envelope xmlns:s='{Env11}'><s:Header><s:Body><Wrong/></s:Body></s:Header><s:Body><Right/></s:Body></s:Envelope>", SoapLook.Found, SoapVersion.Soap11, "Right", "")]
    [InlineData($"<s:Envelope xmlns:s='{Env11}'><s:Body/></s:Envelope>", SoapLook.None, SoapVersion.Soap11, "", "")]
    [InlineData($"<s:Envelope xmlns:s='{Env12}'><s:Body>text</s:Body></s:Envelope>", SoapLook.None, SoapVersion.Soap12, "", "")]
    [InlineData("<s:Envelope xmlns:s='urn:other'><s:Body><Place/></s:Body></s:Envelope>", SoapLook.None, SoapVersion.None, "", "")]
    [InlineData("<Place/>", SoapLook.None, SoapVersion.None, "", "")]
    [InlineData("", SoapLook.None, SoapVersion.None, "", "")]
    [InlineData("{}", SoapLook.None, SoapVersion.None, "", "")]
    [InlineData($"<!DOCTYPE x [<!ENTITY e 'f'>]><s:Envelope xmlns:s='{Env11}'><s:Body><Place/></s:Body></s:Envelope>", SoapLook.None, SoapVersion.None, "", "")]
    public void A_message_says_its_version_and_its_operation(string text, SoapLook look, SoapVersion version, string operation, string space)
    {
        Assert.Equal(look, SoapStart.Read(Encoding.UTF8.GetBytes(text), isWhole: true, out var start));
        Assert.Equal(new SoapStart(version, operation, space), start);
    }

    [Fact]
    public void What_has_come_of_a_message_is_enough_from_its_operation_on_and_never_before()
    {
        var text = $"<s:Envelope xmlns:s='{Env11}'><s:Header><x>1</x></s:Header><s:Body><a:Place xmlns:a='urn:a'>";
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal(SoapLook.Unfinished, SoapStart.Read(Encoding.UTF8.GetBytes(text[..length]), isWhole: false, out _));
        }

        Assert.Equal(SoapLook.Found, SoapStart.Read(Encoding.UTF8.GetBytes(text), isWhole: false, out var start));
        Assert.Equal("Place", start.Operation);
    }

    [Fact]
    public void A_message_nested_without_end_is_given_up()
    {
        var deep = Encoding.UTF8.GetBytes($"<s:Envelope xmlns:s='{Env11}'><s:Header>{string.Concat(Enumerable.Repeat("<a>", 5000))}");

        Assert.Equal(SoapLook.None, SoapStart.Read(deep, isWhole: true, out _));
    }
}
