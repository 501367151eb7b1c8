using System.Runtime.InteropServices;

namespace Gateway.Testing;

/// <summary>The POSIX signals that tests send.</summary>
public enum ProcessSignal
{
    /// <summary>SIGHUP: read the configuration again.</summary>
    Reload,

    /// <summary>SIGTERM: drain and end.</summary>
    Terminate,

    /// <summary>SIGKILL: end now, without a word.</summary>
    Kill,

    /// <summary>SIGSTOP: freeze; sockets stay open and nobody answers.</summary>
    Freeze,

    /// <summary>SIGCONT: go on after a freeze.</summary>
    Thaw,
}

internal static class PosixKill
{
    public static void Send(int processId, ProcessSignal signal)
    {
        if (Kill(processId, Number(signal)) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to process {processId} failed: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    private static int Number(ProcessSignal signal)
    {
        // The numbers of stop and continue differ between Linux and the BSD family.
        var linux = OperatingSystem.IsLinux();
        return signal switch
        {
            ProcessSignal.Reload => 1,
            ProcessSignal.Terminate => 15,
            ProcessSignal.Kill => 9,
            ProcessSignal.Freeze => linux ? 19 : 17,
            ProcessSignal.Thaw => linux ? 18 : 19,
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "not a signal of this list"),
        };
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
