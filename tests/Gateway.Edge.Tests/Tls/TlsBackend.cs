using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Edge.Tests.Tls;

/// <summary>An HTTPS backend at <c>127.0.0.2</c>, an address that is nobody's localhost to a verifier. It says which client's certificate it has seen.</summary>
internal sealed class TlsBackend : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly FreePorts _ports;

    private TlsBackend(WebApplication application, FreePorts ports, int port)
    {
        _application = application;
        _ports = ports;
        Url = $"https://127.0.0.2:{port}";
    }

    public string Url { get; }

    /// <summary>Starts it.</summary>
    /// <param name="certificate">The certificate that it shows.</param>
    /// <param name="clients">Whether clients show one.</param>
    /// <param name="answer">Answers; by default with the name in the client's certificate.</param>
    public static async Task<TlsBackend> StartAsync(
        X509Certificate2 certificate, ClientCertificateMode clients = ClientCertificateMode.NoCertificate, RequestDelegate? answer = null)
    {
        var ports = new FreePorts();
        var port = ports.Next();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Parse("127.0.0.2"), port, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = clients,
                ClientCertificateValidation = static (_, _, _) => true,
            })));
        var application = builder.Build();
        application.Run(answer ?? (static http => http.Response.WriteAsync(http.Connection.ClientCertificate?.Subject ?? "nobody")));
        await application.StartAsync();
        return new TlsBackend(application, ports, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _ports.Dispose();
    }
}
