using System.Diagnostics;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>Waits for what happens in real time, with a limit that only a fault reaches.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(since) > Limit)
            {
                throw new TimeoutException($"After {Limit.TotalSeconds} s: {what}");
            }

            await Task.Delay(20);
        }
    }
}
