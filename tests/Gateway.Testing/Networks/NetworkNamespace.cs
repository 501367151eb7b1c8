using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Testing;

/// <summary>
/// A network of its own for one process (<c>ip netns</c>): nothing in it but a loopback. What the process is to reach, or to be reached at,
/// is brought in by a <see cref="TcpRelay"/>, and can be cut there. Needs Linux and root.
/// </summary>
public sealed class NetworkNamespace : IDisposable
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "ip netns";

    private const int CloneNewNet = 0x40000000;
    private static readonly Lazy<bool> CanBeMade = new(Try);
    private static int _count;

    private readonly string _name = $"gateway-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <summary>Makes it.</summary>
    /// <exception cref="InvalidOperationException">This machine does not allow it; the message says why.</exception>
    public NetworkNamespace()
    {
        Ip("netns", "add", _name);
        Ip("-n", _name, "link", "set", "lo", "up");
    }

    /// <summary>Whether this machine allows it.</summary>
    public static bool IsAvailable => CanBeMade.Value;

    /// <summary>What a process is started by to run in it.</summary>
    public IReadOnlyList<string> Launcher => [InstalledPrograms.Find("ip")!, "netns", "exec", _name];

    /// <summary>Gives it an interface with an address, for example <c>10.11.0.2/24</c>.</summary>
    public void AddInterface(string name, string address)
    {
        Ip("-n", _name, "link", "add", name, "type", "veth", "peer", "name", $"{name}-far");
        Ip("-n", _name, "address", "add", address, "dev", name);
        Ip("-n", _name, "link", "set", name, "up");
        Ip("-n", _name, "link", "set", $"{name}-far", "up");
    }

    /// <summary>A TCP socket that lives in it, though it belongs to this process.</summary>
    public Socket CreateSocket() =>
        Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    /// <summary>Runs something in it, to its end.</summary>
    public T Run<T>(Func<T> inside)
    {
        var result = default(T);
        Exception? fault = null;

        // A thread belongs to one network; this one has no other use, and ends in it.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/var/run/netns/{_name}");
                if (SetNamespace(file, CloneNewNet) != 0)
                {
                    throw new IOException(Marshal.GetLastPInvokeErrorMessage());
                }

                result = inside();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                fault = new InvalidOperationException($"The network {_name} cannot be entered: {e.Message}");
            }
        });
        thread.Start();
        thread.Join();
        return fault is null ? result! : throw fault;
    }

    /// <summary>Removes it, once nothing runs in it any more.</summary>
    public void Dispose() => Ip("netns", "del", _name);

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || InstalledPrograms.Find("ip") is null)
        {
            return false;
        }

        try
        {
            using var network = new NetworkNamespace();
            using var socket = network.CreateSocket();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Ip(params string[] arguments)
    {
        var program = InstalledPrograms.Find("ip") ?? throw new InvalidOperationException("ip is not installed: ./test installs it on Debian as root.");
        using var ip = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error.Trim()}");
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(SafeFileHandle file, int kind);
}
