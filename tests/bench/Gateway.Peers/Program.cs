using System.Net;
using Gateway.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Gateway.Peers yarp|bare PORT BACKEND... : a proxy on 127.0.0.1:PORT before the backends (http://host:port), in turn.
if (args is not [("yarp" or "bare") and var mode, var portText, _, ..] || !int.TryParse(portText, out var port))
{
    Console.Error.WriteLine("usage: Gateway.Peers yarp|bare PORT BACKEND...");
    return 2;
}

var backends = args[2..];
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));

await using var proxy = mode == "yarp" ? YarpRoundRobin.Build(builder, backends) : BareForwarder.Build(builder, backends);
await proxy.StartAsync();
Console.WriteLine($"{mode} listens on http://127.0.0.1:{port}");
await proxy.WaitForShutdownAsync();
return 0;
