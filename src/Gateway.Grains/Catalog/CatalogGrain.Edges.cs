using System.Collections.Immutable;
using Gateway.Core.Configuration.Revisions;

namespace Gateway.Grains.Catalog;

/// <summary>The edges' side: who is there, what each serves, and what each says of a bundle that is not a revision yet.</summary>
internal sealed partial class CatalogGrain
{
    private readonly CheckRounds _rounds = new();
    private readonly long _start;
    private readonly EdgeRoster _edges;

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <inheritdoc />
    public ValueTask AttendAsync(EdgeAttendance edge, ICatalogObserver observer)
    {
        _observers.Subscribe(edge.Ear, observer);
        _edges.Attend(edge, Now);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask LeaveAsync(string node, Guid ear)
    {
        _observers.Unsubscribe(ear);
        _edges.Leave(node, ear);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<EdgesReply> EdgesAsync() => new(Edges());

    /// <inheritdoc />
    public async ValueTask<bool> StageAsync(string ticket, string text)
    {
        if (!_rounds.Begin(ticket, text, Now))
        {
            return false;
        }

        await _observers.Notify(observer => observer.LookAsync(ticket));
        return true;
    }

    /// <inheritdoc />
    public ValueTask<string?> StagedAsync(string ticket) => new(_rounds.TextOf(ticket));

    /// <inheritdoc />
    public ValueTask JudgeAsync(string ticket, EdgeVerdict verdict)
    {
        _rounds.Judge(ticket, verdict);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask<RoundReply> VerdictsAsync(string ticket)
    {
        var verdicts = _rounds.VerdictsOf(ticket);
        if (_rounds.IsDue(ticket, Now))
        {
            await _observers.Notify(observer => observer.LookAsync(ticket));
        }

        return new RoundReply(verdicts is not null, Edges(), verdicts ?? []);
    }

    /// <inheritdoc />
    public ValueTask UnstageAsync(string ticket)
    {
        _rounds.End(ticket);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<ImmutableArray<RevisionEntry>> HistoryAsync() =>
        new([.. _record.Revisions.Select(old => new RevisionEntry(
            old.Number, old.Hash, old.Node, old.AtUtc, old.Origin ?? RevisionOrigin.OfFile, old.Text is not null))]);

    /// <inheritdoc />
    public ValueTask<KeptBundle?> BundleAsync(long number) =>
        new(_record.Revisions.FirstOrDefault(old => old.Number == number) is { Text: { } text } kept ? new KeptBundle(number, kept.Hash, text) : null);

    private EdgesReply Edges() => new(_edges.IsSettled(Now), _edges.List(Now));
}
