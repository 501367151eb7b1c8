using System.Collections.Frozen;
using System.Net;
using Gateway.Core.Configuration;
using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Access;

/// <summary>
/// The names the listener answers to. A page in an operator's browser can point a name of its own at this machine (DNS rebinding)
/// and would then be same-origin with us; but the name it used stands in <c>Host</c>, and is none of ours.
/// </summary>
internal sealed class AcceptedHosts(ManagementSettings settings)
{
    private readonly FrozenSet<string> _names = settings.Hosts.Append("localhost").ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly IPAddress _listen = settings.Listen.Address;

    public Refusal? Check(HttpContext context) => Accepts(context.Request.Host.Host, context.Connection.LocalIpAddress)
        ? null
        : new Refusal(
            StatusCodes.Status421MisdirectedRequest,
            "This listener does not answer to the name in Host. Use localhost or its own address, or add the name to hosts in [management].");

    private bool Accepts(string host, IPAddress? local)
    {
        if (_names.Contains(host))
        {
            return true;
        }

        // An address cannot be rebound: whoever called it called this machine. 0.0.0.0 stands for every address it has.
        return IPAddress.TryParse(host, out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(_listen) || (local is not null && Plain(address).Equals(Plain(local))));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
