using System.Diagnostics;

namespace Gateway.Testing;

/// <summary>
/// Kills a child when this process ends in whatever way, SIGKILL included: a shell waits for the end of a pipe that only this process holds.
/// The kernel's own parent-death signal does not serve, because it fires when the thread that started the child ends.
/// </summary>
internal sealed class ExitGuard : IDisposable
{
    private readonly Process _shell;

    public ExitGuard(int childId)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            ArgumentList = { "-c", "trap '' INT TERM HUP; read -r word || kill -9 \"$1\" 2>/dev/null", "exit-guard", childId.ToString() },
        };
        _shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine("done");
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone already; nothing is left to tell it.
        }

        _shell.WaitForExit();
        _shell.Dispose();
    }
}
