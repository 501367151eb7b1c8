using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>nginx as a proxy: one worker, round robin, keep-alive on both sides, the forwarding headers that YARP adds too.</summary>
internal static class NginxProxy
{
    public static async Task<RunningProxy> StartAsync(Ground ground)
    {
        var port = ground.Ports.Next();
        var servers = string.Concat(ground.Backends.Ports.Select(backend => $"server 127.0.0.1:{backend}; "));
        var nginx = await NginxProcess.StartAsync("nginx", ground.Folder("nginx"), port, $$"""
              upstream backends {
                {{servers}}
                keepalive 512;
                keepalive_requests 1000000000;
                keepalive_timeout 3600s;
              }
              server {
                listen 127.0.0.1:{{port}} backlog=4096;
                location / {
                  proxy_pass http://backends;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Host $http_host;
                  proxy_set_header X-Forwarded-Proto $scheme;
                }
              }
            """);
        return new RunningProxy("nginx", new Uri($"http://127.0.0.1:{port}/bench/1.0.0/item"), [nginx]);
    }
}
