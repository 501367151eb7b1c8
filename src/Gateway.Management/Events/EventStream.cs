using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Gateway.Core.Events;
using Gateway.Management.Listener;

namespace Gateway.Management.Events;

/// <summary>
/// Writes the stream. .NET's <c>SseFormatter</c> has no comments, and a heartbeat that is an event would wake every client.
/// </summary>
internal sealed class EventStream(PipeWriter body)
{
    /// <summary>How long a client waits before it comes again.</summary>
    public void WriteRetry() => Write("retry: 2000\n\n");

    /// <summary>Keeps the connection open: a comment, which clients skip.</summary>
    public void WriteHeartbeat() => Write(": heartbeat\n\n");

    /// <summary>Ends the stream in order: the node stops.</summary>
    public void WriteEnd() => Write("event: end\ndata: {\"reason\":\"this node stops\"}\n\n");

    /// <summary>Events are missing here, because the listener was too slow or had been away for too long.</summary>
    /// <param name="count">How many; -1: not known.</param>
    public void WriteMissed(long count) =>
        Write("events.missed", null, JsonSerializer.SerializeToUtf8Bytes(new MissedNotice(count < 0 ? null : count), AnswerJson.Types.MissedNotice));

    public void Write(TapeEntry entry)
    {
        if (entry.View is { } view)
        {
            Write("view", null, JsonSerializer.SerializeToUtf8Bytes(new ViewNotice(view), AnswerJson.Types.ViewNotice));
        }
        else if (entry.Event is { } happened)
        {
            var answer = EventDrawing.Draw(happened, isConfirmed: entry.Position != default);
            Write(answer.Event, entry.Position, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Types.EventAnswer));
        }
        else
        {
            WriteMissed(entry.Missed);
        }
    }

    public ValueTask<FlushResult> FlushAsync(CancellationToken gone) => body.FlushAsync(gone);

    // Only what stands in the cluster's order has an id: a client that comes again goes on behind that.
    private void Write(string name, EventPosition? position, byte[] json)
    {
        if (position is { } place && place != default)
        {
            Write($"id: {place}\n");
        }

        Write($"event: {name}\ndata: ");
        body.Write(json);
        Write("\n\n");
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, body);
}
