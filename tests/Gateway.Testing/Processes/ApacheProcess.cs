using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>Starts an Apache httpd of one process with everything it writes in a folder of the caller's.</summary>
public static class ApacheProcess
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "apache2";

    private const string Modules = "/usr/lib/apache2/modules";

    /// <summary>Starts it and returns when it accepts connections.</summary>
    /// <param name="name">What failures call it.</param>
    /// <param name="folder">For the configuration and for what httpd writes; made readable for others, because httpd may give its rights away.</param>
    /// <param name="port">The port of loopback that it listens on.</param>
    /// <param name="modules">Modules besides the event MPM, without <c>mod_</c>.</param>
    /// <param name="directives">The rest of the configuration.</param>
    /// <exception cref="InvalidOperationException">httpd is not installed, or ends at once; the message quotes its output.</exception>
    public static async Task<ProgramProcess> StartAsync(string name, string folder, int port, IEnumerable<string> modules, string directives)
    {
        var configuration = $"""
            ServerRoot {folder}
            DefaultRuntimeDir {folder}
            PidFile {folder}/apache.pid
            ServerName 127.0.0.1
            Listen 127.0.0.1:{port}
            User nobody
            Group nogroup
            ErrorLog {folder}/error.log
            {string.Join('\n', modules.Prepend("mpm_event").Select(module => $"LoadModule {module}_module {Modules}/mod_{module}.so"))}
            {directives}
            """;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        var file = Path.Combine(folder, "apache.conf");
        await File.WriteAllTextAsync(file, configuration);
        var program = InstalledPrograms.Find(Program) ?? throw new InvalidOperationException("apache2 is not installed: ./test installs it on Debian as root.");

        // -X: one process without children, which ends with its parent and leaves nothing behind.
        var apache = ProgramProcess.Start(name, program, ["-X", "-f", file]);
        await apache.WaitUntilAsync(() => AcceptsAsync(port), $"an open port {port}", TimeSpan.FromSeconds(20));
        return apache;
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
