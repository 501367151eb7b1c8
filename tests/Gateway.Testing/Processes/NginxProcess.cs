namespace Gateway.Testing;

/// <summary>Starts an nginx of one process with everything it writes in a folder of the caller's.</summary>
public static class NginxProcess
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "nginx";

    /// <summary>Starts it and returns when it accepts connections.</summary>
    /// <param name="name">What failures call it.</param>
    /// <param name="folder">For the configuration and for what nginx writes.</param>
    /// <param name="port">A port that it listens on; it is waited for.</param>
    /// <param name="http">The inside of the http block.</param>
    /// <exception cref="InvalidOperationException">nginx is not installed, or ends at once; the message quotes its output.</exception>
    public static async Task<ProgramProcess> StartAsync(string name, string folder, int port, string http)
    {
        var configuration = $$"""
            daemon off;
            master_process off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log stderr error;
            events { worker_connections 8192; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              keepalive_timeout 3600s;
              keepalive_requests 1000000000;
            {{http}}
            }
            """;
        return await ConfiguredServer.StartAsync(Program, name, Path.Combine(folder, "nginx.conf"), configuration, port, file => ["-p", folder, "-c", file, "-e", "stderr"]);
    }
}
