using System.Buffers;
using Gateway.Core.Routing;
using Gateway.Core.Sessions;
using Gateway.Core.Soap;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Sessions;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Soap;

/// <summary>
/// Finds the resource of an API whose resources stand for operations of a SOAP service: by the action that a request names and, where a
/// resource asks for that, by the first element of its body. No more is read than leads there; the message is then sent on whole.
/// </summary>
internal static class OperationChoice
{
    /// <summary>The most that is read of a message, in bytes.</summary>
    private const int Most = 64 * 1024;

    private static ReadOnlySpan<byte> EndOfPartHead => "\r\n\r\n"u8;

    /// <summary>Chooses the resource anew, now that the operation is known.</summary>
    /// <returns>Why there is none; null: there is.</returns>
    public static async ValueTask<Fault?> ChooseAsync(GatewayRequest request, RouteTable routes)
    {
        var http = request.Http.Request;
        var call = new SoapCall(SoapSpeech.Action(http), "", "");
        if (request.Route.Api!.ReadsOperations && request.HasBody && IsReadable(http))
        {
            await FairShare.LeaveAsync();
            try
            {
                var start = await PeekAsync(request);
                request.SoapVersion = start.Version;
                call = call with { Operation = start.Operation, Space = start.Space };
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                return Fault.BadBody(fault);
            }
        }

        request.Route = routes.Match(request.Target.Path, request.Target.Query, http.Method, call);
        return request.Route.Outcome switch
        {
            RouteOutcome.Found => null,
            RouteOutcome.MethodNotAllowed => Fault.WrongMethod,
            _ => Fault.NoResource,
        };
    }

    private static bool IsReadable(HttpRequest request) =>
        request.ContentType is { } type && !request.Headers.ContainsKey("Content-Encoding")
        && (MediaType.IsXml(type) || MediaType.VersionOf(type, hasAction: true) != SoapVersion.None);

    private static async ValueTask<SoapStart> PeekAsync(GatewayRequest request)
    {
        var http = request.Http.Request;
        var isMultipart = MediaType.IsMultipart(http.ContentType);
        var buffer = ArrayPool<byte>.Shared.Rent(Most);
        try
        {
            // Looked at again only when twice as much has come: a message that drips in costs no more than one that comes at once.
            int length = 0, lookAt = 1;
            while (true)
            {
                var read = await http.Body.ReadAsync(buffer.AsMemory(length, Most - length), request.Http.RequestAborted);
                length += read;
                var isWhole = read == 0;
                if (!isWhole && length < lookAt && length < Most)
                {
                    continue;
                }

                lookAt = length * 2;
                if (Look(buffer, length, isMultipart, isWhole, out var start) != SoapLook.Unfinished || length == Most)
                {
                    http.Body = new JoinedStream(buffer.AsSpan(0, length).ToArray(), http.Body);
                    return start;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // The envelope is the first part (RFC 2387, section 3.2, unless 'start' says otherwise, which no client does): it stands behind the part's head.
    private static SoapLook Look(byte[] buffer, int length, bool isMultipart, bool isWhole, out SoapStart start)
    {
        var begin = 0;
        if (isMultipart)
        {
            begin = buffer.AsSpan(0, length).IndexOf(EndOfPartHead) + EndOfPartHead.Length;
            if (begin < EndOfPartHead.Length)
            {
                start = default;
                return isWhole ? SoapLook.None : SoapLook.Unfinished;
            }
        }

        return SoapStart.Read(new ArraySegment<byte>(buffer, begin, length - begin), isWhole, out start);
    }
}
