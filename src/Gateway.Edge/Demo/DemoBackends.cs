using System.Net;
using Gateway.Core.Endpoints;
using Gateway.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Gateway.Edge.Demo;

/// <summary>
/// Real HTTP servers on loopback, one for each loopback address that the configuration names, so that a newcomer has something to
/// send requests to. They say who they are and what they were asked.
/// </summary>
internal sealed class DemoBackends : IAsyncDisposable
{
    private readonly List<WebApplication> _servers = [];

    private DemoBackends()
    {
    }

    /// <summary>Who listens where, as <c>name=address</c>.</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>Starts them.</summary>
    /// <exception cref="NodeStartException">A port is in use.</exception>
    public static async Task<DemoBackends> StartAsync(Core.Configuration.Catalog catalog)
    {
        var backends = new DemoBackends();
        var ports = new HashSet<int>();
        foreach (var leaf in catalog.Endpoints.Values.OfType<LeafEndpoint>().OrderBy(leaf => leaf.Name, StringComparer.Ordinal))
        {
            if (Uri.TryCreate(leaf.Url, UriKind.Absolute, out var url) && url is { IsLoopback: true, Scheme: "http" } && ports.Add(url.Port))
            {
                await backends.StartAsync(leaf.Name, url.Port);
            }
        }

        return backends;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task StartAsync(string name, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = builder.Build();
        server.Run(http => AnswerAsync(name, http));
        try
        {
            await server.StartAsync();
        }
        catch (IOException fault)
        {
            await DisposeAsync();
            throw new NodeStartException(
                $"--demo cannot start the backend '{name}': port {port} on loopback is in use", "stop what runs there, or leave --demo out",
                fault);
        }

        _servers.Add(server);
        Addresses.Add($"{name}=http://127.0.0.1:{port}");
    }

    private static Task AnswerAsync(string name, HttpContext http)
    {
        http.Response.Headers["X-Backend"] = name;
        return http.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["backend"] = name,
            ["method"] = http.Request.Method,
            ["path"] = http.Request.Path + http.Request.QueryString,
        });
    }
}
