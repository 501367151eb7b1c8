namespace Gateway.Simulation.World;

/// <summary>Time that passes from event to event. One seed makes one course of events.</summary>
internal sealed class VirtualTime(int seed)
{
    private readonly PriorityQueue<Action, (TimeSpan, long)> _events = new();
    private long _order;

    public Random Random { get; } = new(seed);

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(10);

    public long Steps { get; private set; }

    public bool Chance(double probability) => probability > 0 && Random.NextDouble() < probability;

    public TimeSpan Between(double fromMs, double toMs) => TimeSpan.FromTicks((long)((fromMs + (Random.NextDouble() * (toMs - fromMs))) * 10_000));

    public void After(TimeSpan delay, Action step) => _events.Enqueue(step, (Now + delay, _order++));

    public void Every(TimeSpan period, Func<bool> step) => After(period, () =>
    {
        if (step())
        {
            Every(period, step);
        }
    });

    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out _, out var when) && when.Item1 <= end)
        {
            Now = when.Item1;
            Steps++;
            _events.Dequeue()();
        }

        Now = end;
    }
}
