using System.Globalization;
using Gateway.Core.Groups;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Forwarding;

/// <summary>Tells in the answer how it came about. Only with <c>[server] debug_headers = true</c>.</summary>
internal sealed class DebugHeaders
{
    private readonly string _node;

    public DebugHeaders(string node) => _node = node;

    /// <summary>Writes the headers.</summary>
    /// <param name="request">The request; its pick names the slot.</param>
    /// <param name="member">The backend that answered; empty: none did.</param>
    /// <param name="headers">The answer's headers.</param>
    public void Write(GatewayRequest request, string member, IHeaderDictionary headers)
    {
        headers["X-Gateway-Node"] = _node;
        headers["X-Gateway-Attempts"] = request.Attempts.ToString(CultureInfo.InvariantCulture);
        if (request.Endpoint.Length > 0)
        {
            headers["X-Gateway-Endpoint"] = request.Endpoint;
        }

        if (member.Length > 0)
        {
            headers["X-Gateway-Member"] = member;
        }

        if (request.FirstPick is { HasSlot: true } pick)
        {
            headers["X-Gateway-Slot"] = string.Create(CultureInfo.InvariantCulture, $"{pick.Epoch}.{pick.Offset}");
        }
        else if (request.FirstPick is { Mode: PickMode.Local })
        {
            headers["X-Gateway-Slot"] = "local";
        }
    }
}
