using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Testing;

/// <summary>
/// A child process whose output is kept (the last 2,000 lines) and quoted in every failure, that takes signals,
/// and that ends with this process whatever happens.
/// </summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private const int LinesKept = 2_000;

    private readonly Process _process;
    private readonly OutputLog _output = new(LinesKept);
    private readonly ExitGuard _guard;
    private readonly Task _exit;

    private ProgramProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        Id = process.Id;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _guard = new ExitGuard(Id);
        _exit = process.WaitForExitAsync();
    }

    /// <summary>What failure messages call it.</summary>
    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>True once it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to standard output and standard error, in order of arrival, the last 2,000 lines.</summary>
    public IReadOnlyList<string> Output => _output.Snapshot();

    /// <summary>Starts a program. Environment entries with a null value are removed from what the child inherits.</summary>
    /// <exception cref="InvalidOperationException">It cannot be started.</exception>
    public static ProgramProcess Start(
        string name,
        string file,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (key, value) in environment ?? [])
        {
            start.Environment[key] = value;
        }

        try
        {
            return new ProgramProcess(name, Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{name}: '{file}' cannot be started: {e.Message}", e);
        }
    }

    /// <summary>The first line, already written or yet to come, that contains <paramref name="part"/>.</summary>
    /// <exception cref="TimeoutException">No such line in time; the message quotes the output.</exception>
    /// <exception cref="InvalidOperationException">The program ended without such a line; the message quotes the output.</exception>
    public Task<string> WaitForLineAsync(string part, TimeSpan within) =>
        WaitForLineAsync(line => line.Contains(part, StringComparison.Ordinal), $"a line with '{part}'", within);

    /// <inheritdoc cref="WaitForLineAsync(string,TimeSpan)"/>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, string what, TimeSpan within)
    {
        var line = _output.FindAsync(wanted);
        await Task.WhenAny(line, _exit, Task.Delay(within));
        return line.IsCompleted ? await line : throw Waited(what, within);
    }

    /// <summary>Waits until <paramref name="isSo"/> holds, asking about every 20 ms.</summary>
    /// <exception cref="TimeoutException">It did not come true in time; the message quotes the output.</exception>
    /// <exception cref="InvalidOperationException">The program ended first; the message quotes the output.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> isSo, string what, TimeSpan within)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            await Task.WhenAny(_exit, Task.Delay(20));
            if (_exit.IsCompleted || Stopwatch.GetElapsedTime(since) > within)
            {
                throw Waited(what, within);
            }
        }
    }

    /// <summary>Sends a signal; does nothing if the program has ended.</summary>
    public void Signal(ProcessSignal signal)
    {
        if (!_process.HasExited)
        {
            PosixKill.Send(Id, signal);
        }
    }

    /// <summary>SIGKILL, and waits until the program is gone.</summary>
    public async Task KillAsync()
    {
        Signal(ProcessSignal.Kill);
        await _exit;
    }

    /// <summary>Waits for the end and returns the exit code (128 + n after signal n).</summary>
    /// <exception cref="TimeoutException">It still runs; the message quotes the output.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        await Task.WhenAny(_exit, Task.Delay(within));
        return _exit.IsCompleted ? _process.ExitCode : throw Waited("its end", within);
    }

    /// <summary>A failure message with the program's state and output.</summary>
    public string Describe(string fact)
    {
        var state = _process.HasExited ? $"ended with exit code {_process.ExitCode}" : "runs";
        return $"{Name} (process {Id}, {state}): {fact}\n{_output}";
    }

    /// <summary>Kills the program if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _guard.Dispose();
        _process.Dispose();
    }

    private Exception Waited(string what, TimeSpan within) => _exit.IsCompleted
        ? new InvalidOperationException(Describe($"ended while a test waited for {what}"))
        : new TimeoutException(Describe($"a test waited for {what}, {within.TotalSeconds:0.###} s"));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _output.Add(text);
        }
    }
}
