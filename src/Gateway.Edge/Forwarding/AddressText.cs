using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Forwarding;

/// <summary>A client's address as text, written once for each connection and not once for each request.</summary>
internal sealed class AddressText
{
    private readonly IPAddress _address;
    private readonly string _text;

    private AddressText(IPAddress address, string text)
    {
        _address = address;
        _text = text;
    }

    public static string Of(HttpContext http, IPAddress address)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items)
        {
            return Write(address);
        }

        if (items.TryGetValue(typeof(AddressText), out var known) && known is AddressText text && text._address.Equals(address))
        {
            return text._text;
        }

        var written = Write(address);
        items[typeof(AddressText)] = new AddressText(address, written);
        return written;
    }

    private static string Write(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
