using System.Collections.Immutable;
using System.Net;

namespace Gateway.Core.Addresses;

/// <summary>What addresses may point at that are computed for a request: an endpoint's <c>allowed_hosts</c>. Immutable.</summary>
public sealed class AllowedHosts
{
    private readonly ImmutableArray<HostPattern> _patterns;

    internal AllowedHosts(ImmutableArray<HostPattern> patterns)
    {
        _patterns = patterns;
        Texts = [.. patterns.Select(pattern => pattern.ToString())];
    }

    /// <summary>No computed address is allowed.</summary>
    public static AllowedHosts None { get; } = new([]);

    /// <summary>The entries, each in its one form, in the order written.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>The entries that stand for more than one host, in the order written.</summary>
    public IEnumerable<string> Wild => _patterns.Where(pattern => pattern.IsWild).Select(pattern => pattern.ToString());

    /// <summary>
    /// Whether an address may be called, as far as that can be told before its name is resolved. A name that passes is asked about
    /// again, with <see cref="MayConnect"/>.
    /// </summary>
    public AddressRefusal Judge(in ComputedAddress address)
    {
        if (_patterns.IsEmpty)
        {
            return AddressRefusal.NoneAllowed;
        }

        return !Match(address.Host, address.Port) ? AddressRefusal.NotAllowed
            : address.Address is { } ip && !MayConnect(ip, address.Port) ? AddressRefusal.Reserved
            : AddressRefusal.None;
    }

    /// <summary>Whether a connection may go to an address that a name has been resolved to: a reserved one must be listed itself.</summary>
    public bool MayConnect(IPAddress address, int port)
    {
        if (!ReservedAddresses.Contain(address))
        {
            return true;
        }

        var plain = ReservedAddresses.Plain(address);
        foreach (var pattern in _patterns)
        {
            if (pattern.Address is { } listed && listed.Equals(plain) && (pattern.Port is null || pattern.Port == port))
            {
                return true;
            }
        }

        return false;
    }

    private bool Match(string host, int port)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(host, port))
            {
                return true;
            }
        }

        return false;
    }
}
