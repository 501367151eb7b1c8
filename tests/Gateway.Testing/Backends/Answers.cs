using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.Testing;

/// <summary>The usual scripts of a <see cref="ScriptedBackend"/>.</summary>
public static class Answers
{
    /// <summary>200 with an <see cref="EchoAnswer"/> as JSON: what the backend saw.</summary>
    public static Func<HttpContext, Task> Echo() => EchoAnswer.WriteAsync;

    /// <summary>A status and a text.</summary>
    public static Func<HttpContext, Task> Status(int status, string body = "") => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        if (body.Length > 0)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(body);
        }
    };

    /// <summary>200 and a text, each part <paramref name="pause"/> after the one before; the headers go out at once.</summary>
    public static Func<HttpContext, Task> Slowly(TimeSpan pause, params string[] parts) => async context =>
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        foreach (var part in parts)
        {
            await Task.Delay(pause, context.RequestAborted);
            await context.Response.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    };

    /// <summary>Waits, then answers as <paramref name="then"/> does.</summary>
    public static Func<HttpContext, Task> After(TimeSpan wait, Func<HttpContext, Task> then) => async context =>
    {
        await Task.Delay(wait, context.RequestAborted);
        await then(context);
    };

    /// <summary>Says nothing until the caller goes away.</summary>
    public static Func<HttpContext, Task> Never() => async context =>
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };

    /// <summary>200, a text, and trailers after it, in HTTP/1.1 as in HTTP/2.</summary>
    public static Func<HttpContext, Task> Trailers(string body, params (string Name, string Value)[] trailers) => context =>
        context.Response.SupportsTrailers() ? TrailersAsync(context, body, trailers) : ChunkedTrailersAsync(context, body, trailers);

    /// <summary>Breaks the connection off before a byte of the answer.</summary>
    public static Func<HttpContext, Task> Abort() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>200 and the first part of a body, then breaks the connection off.</summary>
    /// <param name="firstPart">What goes out before.</param>
    /// <param name="declaredLength">Content-Length, longer than the part; null: chunked.</param>
    /// <param name="after">When it breaks off, counted from the first part; by default 100 ms, because a break at once takes the first part with it.</param>
    public static Func<HttpContext, Task> BreakOff(string firstPart, long? declaredLength = null, TimeSpan? after = null) => async context =>
    {
        context.Response.ContentLength = declaredLength;
        await context.Response.WriteAsync(firstPart);
        await context.Response.Body.FlushAsync();
        await Task.Delay(after ?? TimeSpan.FromMilliseconds(100), context.RequestAborted);
        context.Abort();
    };

    /// <summary>Accepts a WebSocket with the first offered subprotocol and sends every message back until the other side closes; 400 for any other request.</summary>
    public static Func<HttpContext, Task> WebSocketEcho() => WebSocketEchoAsync;

    /// <summary>The first request is answered by the first script and so on; the last one answers all that follow.</summary>
    public static Func<HttpContext, Task> InTurn(params Func<HttpContext, Task>[] scripts)
    {
        var next = -1;
        return context => scripts[Math.Min(Interlocked.Increment(ref next), scripts.Length - 1)](context);
    }

    private static async Task TrailersAsync(HttpContext context, string body, (string Name, string Value)[] trailers)
    {
        await context.Response.WriteAsync(body);
        foreach (var (name, value) in trailers)
        {
            context.Response.AppendTrailer(name, value);
        }
    }

    // Kestrel has no trailers in HTTP/1.1, but leaves the chunks to whoever sets the transfer coding.
    private static Task ChunkedTrailersAsync(HttpContext context, string body, (string Name, string Value)[] trailers)
    {
        context.Response.Headers.TransferEncoding = "chunked";
        context.Response.Headers["Trailer"] = string.Join(", ", trailers.Select(trailer => trailer.Name));
        var chunk = body.Length > 0 ? $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n" : "";
        var last = string.Concat(trailers.Select(trailer => $"{trailer.Name}: {trailer.Value}\r\n"));
        return context.Response.WriteAsync($"{chunk}0\r\n{last}\r\n");
    }

    private static async Task WebSocketEchoAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Status(StatusCodes.Status400BadRequest, "a WebSocket is wanted here")(context);
            return;
        }

        var protocol = context.WebSockets.WebSocketRequestedProtocols.Count > 0 ? context.WebSockets.WebSocketRequestedProtocols[0] : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, context.RequestAborted);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
    }
}
