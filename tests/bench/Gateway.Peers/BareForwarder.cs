using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Peers;

/// <summary>The least that forwards: YARP's forwarder without its routing, pipeline and transforms, and a counter for the turn.</summary>
internal static class BareForwarder
{
    public static WebApplication Build(WebApplicationBuilder builder, string[] backends)
    {
        builder.Services.AddHttpForwarder();
        var application = builder.Build();
        var forwarder = application.Services.GetRequiredService<IHttpForwarder>();
        var client = new HttpMessageInvoker(Handler());
        var turn = -1;
        application.Run(async context =>
        {
            var backend = backends[(uint)Interlocked.Increment(ref turn) % (uint)backends.Length];
            await forwarder.SendAsync(context, backend, client, ForwarderRequestConfig.Empty, HttpTransformer.Default);
        });
        return application;
    }

    // As YARP's own client factory sets it.
    private static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };
}
