namespace Gateway.Management.Traffic;

/// <summary>
/// Some counters that only grow, and what each grew by in every step of the last minutes. Counting is safe from any thread; the steps are the business
/// of one caller at a time.
/// </summary>
internal sealed class CountHistory
{
    /// <summary>How many steps are kept.</summary>
    public const int Steps = 300;

    // Counters of one stripe lie together, with a line of memory free on either side: a thread touches one that others rarely do.
    private const int Line = 8;

    private readonly long[][] _stripes;
    private readonly long[] _seen;
    private readonly int[] _grown;
    private readonly int _counters;
    private int _newest = Steps - 1;
    private int _silent;

    /// <summary>Begins with nothing counted, in the past neither.</summary>
    /// <param name="counters">How many counters.</param>
    /// <param name="stripes">A power of two: how many threads can count at once without getting into each other's way.</param>
    public CountHistory(int counters, int stripes)
    {
        _counters = counters;
        _stripes = [.. Enumerable.Range(0, stripes).Select(_ => new long[Line + counters + Line])];
        _seen = new long[counters];
        _grown = new int[counters * Steps];
    }

    /// <summary>Whether nothing was counted in any of the steps that are kept.</summary>
    public bool IsSilent => _silent >= Steps;

    /// <summary>Counts one.</summary>
    public void Count(int counter) =>
        Interlocked.Increment(ref _stripes[Thread.GetCurrentProcessorId() & (_stripes.Length - 1)][Line + counter]);

    /// <summary>Ends a step. What was counted since the last one is spread over the steps that have passed.</summary>
    /// <param name="steps">1, or more when the caller comes late.</param>
    public void Advance(int steps)
    {
        steps = Math.Min(steps, Steps);
        _newest = (_newest + steps) % Steps;
        _silent = Math.Min(Steps, _silent + steps);
        for (var counter = 0; counter < _counters; counter++)
        {
            var total = 0L;
            foreach (var stripe in _stripes)
            {
                total += Interlocked.Read(ref stripe[Line + counter]);
            }

            var grown = total - _seen[counter];
            _seen[counter] = total;
            _silent = grown == 0 ? _silent : 0;
            for (var left = steps; left > 0; left--)
            {
                var share = grown / left;
                grown -= share;
                _grown[(counter * Steps) + ((_newest - left + 1 + Steps) % Steps)] = (int)share;
            }
        }
    }

    /// <summary>What a counter grew by in a step.</summary>
    /// <param name="counter">Which.</param>
    /// <param name="step">0 is the oldest one kept.</param>
    public int At(int counter, int step) => _grown[(counter * Steps) + ((_newest + 1 + step) % Steps)];
}
