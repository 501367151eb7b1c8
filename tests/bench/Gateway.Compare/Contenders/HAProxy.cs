using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>HAProxy: one thread, round robin, keep-alive on both sides, the forwarding headers that YARP adds too.</summary>
internal static class HAProxy
{
    public static async Task<RunningProxy> StartAsync(Ground ground)
    {
        var port = ground.Ports.Next();
        var servers = string.Concat(ground.Backends.Ports.Select(backend => $"  server b{backend} 127.0.0.1:{backend}\n"));
        var configuration = $"""
            global
              nbthread 1
              maxconn 8192
            defaults
              mode http
              option http-keep-alive
              option forwardfor
              http-reuse always
              timeout connect 5s
              timeout client 1h
              timeout server 1h
              timeout http-keep-alive 1h
            frontend all
              bind 127.0.0.1:{port}
              http-request set-header X-Forwarded-Host %[req.hdr(host)]
              http-request set-header X-Forwarded-Proto http
              default_backend backends
            backend backends
              balance roundrobin
            {servers}
            """;
        var file = Path.Combine(ground.Folder("haproxy"), "haproxy.cfg");
        await File.WriteAllTextAsync(file, configuration);
        var program = InstalledPrograms.Find("haproxy") ?? throw new InvalidOperationException("haproxy is not installed: ./test installs it on Debian as root.");
        var haproxy = ProgramProcess.Start("haproxy", program, ["-db", "-f", file]);
        return new RunningProxy("haproxy", new Uri($"http://127.0.0.1:{port}/bench/1.0.0/item"), [haproxy]);
    }
}
