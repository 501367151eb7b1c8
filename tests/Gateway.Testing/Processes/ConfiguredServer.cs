using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>Starts an installed server that is told everything by one file.</summary>
internal static class ConfiguredServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Starts it and returns when it accepts connections.</summary>
    /// <param name="program">The program.</param>
    /// <param name="name">What failures call it.</param>
    /// <param name="file">Where its configuration is written to.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="port">The port of loopback that it listens on.</param>
    /// <param name="arguments">Its arguments, made from the file.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ends at once; the message quotes its output.</exception>
    public static async Task<ProgramProcess> StartAsync(
        string program, string name, string file, string configuration, int port, Func<string, IEnumerable<string>> arguments)
    {
        await File.WriteAllTextAsync(file, configuration);
        var path = InstalledPrograms.Find(program) ?? throw new InvalidOperationException($"{program} is not installed: ./test installs it on Debian as root.");
        var server = ProgramProcess.Start(name, path, arguments(file));
        await server.WaitUntilAsync(() => AcceptsAsync(port), $"an open port {port}", Patience);
        return server;
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
