using System.Buffers;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Forwarding;

/// <summary>A request body that was read to its end before anything was sent, in pooled memory.</summary>
internal sealed class WholeBody : MemoryStream
{
    private const int FirstRead = 16 * 1024;

    private byte[]? _rented;

    /// <param name="rented">Taken from the shared pool, and given back when this is disposed of.</param>
    /// <param name="length">How much of it is the body.</param>
    public WholeBody(byte[] rented, int length)
        : base(rented, 0, length, writable: false)
    {
        _rented = rented;
    }

    /// <summary>
    /// Reads a request's body, and puts it in the place of the one it came with: it is sent from there, as often as needed. Only ever called on a
    /// thread of the pool.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most that is read, in bytes.</param>
    /// <param name="files">Room for bodies that are kept.</param>
    /// <returns>Its bytes, good until the request ends; null: it cannot be had, and the request's refusal says why, or its client is gone.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(GatewayRequest request, long limit, ReplayFiles files)
    {
        var http = request.Http;
        if (http.Request.ContentLength > limit)
        {
            request.Refusal = Fault.BodyTooLarge;
            return null;
        }

        request.Body?.Rewind();
        var source = request.Body ?? http.Request.Body;
        var size = http.Request.ContentLength is { } declared ? (int)declared + 1 : (int)Math.Min(FirstRead, limit + 1);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var length = 0;
        try
        {
            while (await source.ReadAsync(buffer.AsMemory(length), http.RequestAborted) is > 0 and var read)
            {
                length += read;
                if (length > limit)
                {
                    request.Refusal = Fault.BodyTooLarge;
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    return null;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            http.Response.StatusCode = (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return null;
        }

        request.Body?.Dispose();
        request.Body = new ReplayBody(new WholeBody(buffer, length), files, limit);
        http.Request.Body = request.Body;
        return buffer.AsMemory(0, length);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            // What one client sent must not be found by the next user of the array.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }
}
