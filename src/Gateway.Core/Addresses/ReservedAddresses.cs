using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Core.Addresses;

/// <summary>
/// Addresses that a computed address never leads to unless they are listed one by one: those that mean this machine, its link, or the
/// metadata of its cloud, and those that are no host's (RFC 6890 and the registries that it names). Networks of one's own, such as 10.0.0.0/8, are not
/// among them: backends live there.
/// </summary>
public static class ReservedAddresses
{
    private static readonly ImmutableArray<IPNetwork> Networks =
    [
        IPNetwork.Parse("0.0.0.0/8"),           // this host
        IPNetwork.Parse("127.0.0.0/8"),         // loopback
        IPNetwork.Parse("169.254.0.0/16"),      // link-local, most clouds' metadata
        IPNetwork.Parse("100.100.100.200/32"),  // Alibaba's metadata
        IPNetwork.Parse("168.63.129.16/32"),    // Azure's host
        IPNetwork.Parse("192.0.0.0/24"),        // protocol assignments, Oracle's metadata among them
        IPNetwork.Parse("224.0.0.0/4"),         // multicast
        IPNetwork.Parse("240.0.0.0/4"),         // reserved, broadcast
        IPNetwork.Parse("::/127"),              // unspecified, loopback
        IPNetwork.Parse("fe80::/10"),           // link-local
        IPNetwork.Parse("fec0::/10"),           // site-local, as old systems still have it
        IPNetwork.Parse("fd00:ec2::/32"),       // Amazon's metadata
        IPNetwork.Parse("fd20:ce::254/128"),    // Google's metadata
        IPNetwork.Parse("64:ff9b:1::/48"),      // local translation to IPv4 (RFC 8215)
        IPNetwork.Parse("ff00::/8"),            // multicast
    ];

    /// <summary>Whether it is one of them, or an address that carries one: mapped, compatible, 6to4, Teredo and NAT64 forms.</summary>
    public static bool Contain(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var network in Networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return plain.AddressFamily == AddressFamily.InterNetworkV6 && Carried(plain) is { } carried && Contain(carried);
    }

    /// <summary>The address itself, where it is an IPv4 address in the form of an IPv6 one (RFC 4291, 2.5.5.2).</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress? Carried(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        ReadOnlySpan<byte> nat64 = [0, 0x64, 0xff, 0x9b];
        return bytes[..12].IndexOfAnyExcept((byte)0) < 0 ? new IPAddress(bytes[12..])  // RFC 4291, 2.5.5.1
            : bytes.StartsWith(nat64) ? new IPAddress(bytes[12..])                      // RFC 6052, 2.1
            : bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.Slice(2, 4))              // RFC 3056
            : bytes is [0x20, 0x01, 0, 0, ..] ? OfTeredo(bytes)                         // RFC 4380, 4
            : null;
    }

    private static IPAddress OfTeredo(ReadOnlySpan<byte> bytes) =>
        new([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]]);
}
