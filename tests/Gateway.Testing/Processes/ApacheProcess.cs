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

        // -X: one process without children, which ends with its parent and leaves nothing behind.
        return await ConfiguredServer.StartAsync(Program, name, Path.Combine(folder, "apache.conf"), configuration, port, file => ["-X", "-f", file]);
    }
}
