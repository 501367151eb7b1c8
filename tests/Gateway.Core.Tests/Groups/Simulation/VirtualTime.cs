namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>Time that passes from event to event. One seed makes one course of events.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (TimeSpan, long)> _events = new();
    private long _order;

    public VirtualTime(int seed) => Random = new Random(seed);

    public Random Random { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1);

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public TimeSpan Between(double fromMs, double toMs) => TimeSpan.FromMilliseconds(fromMs + (Random.NextDouble() * (toMs - fromMs)));

    public void After(TimeSpan delay, Action step) => _events.Enqueue(step, (Now + delay, _order++));

    public void Every(TimeSpan period, Func<bool> step) => After(period, () =>
    {
        if (step())
        {
            Every(period, step);
        }
    });

    public void RunUntil(TimeSpan end, Action check)
    {
        while (_events.TryPeek(out _, out var when) && when.Item1 <= end)
        {
            Now = when.Item1;
            _events.Dequeue()();
            check();
        }

        Now = end;
    }
}
