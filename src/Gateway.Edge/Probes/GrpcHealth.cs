using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Edge.Probes;

/// <summary>
/// gRPC's health checking protocol, as far as one question needs it. By hand, after <c>grpc/health/v1/health.proto</c>:
/// <c>HealthCheckRequest { string service = 1; }</c> and <c>HealthCheckResponse { ServingStatus status = 1; }</c> with SERVING = 1.
/// </summary>
internal static class GrpcHealth
{
    private const int PrefixLength = 5;
    private const int LongestAnswer = 256;
    private const byte ServiceField = 0x0A;
    private const byte StatusField = 0x08;
    private const byte Serving = 1;

    /// <summary>The call <c>grpc.health.v1.Health/Check</c>.</summary>
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="service">The service asked for; empty: the server as a whole.</param>
    public static HttpRequestMessage Request(string origin, string service)
    {
        var content = new ByteArrayContent(Frame(service));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, origin + "/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        return request;
    }

    /// <summary>Whether the answer says SERVING.</summary>
    public static async Task<bool> IsServingAsync(HttpResponseMessage response, CancellationToken deadline)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return false;
        }

        var buffer = new byte[LongestAnswer];
        await using var stream = await response.Content.ReadAsStreamAsync(deadline);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline);
        return IsServing(buffer.AsSpan(0, length)) && IsOk(response.TrailingHeaders);
    }

    // A prefix (not compressed, length), then the message: one varint field. Other fields may follow in a later version.
    internal static bool IsServing(ReadOnlySpan<byte> answer) =>
        answer.Length >= PrefixLength + 2 && answer.Length < LongestAnswer && answer[0] == 0
        && BinaryPrimitives.ReadUInt32BigEndian(answer[1..]) == answer.Length - PrefixLength
        && answer[PrefixLength] == StatusField && answer[PrefixLength + 1] == Serving;

    internal static byte[] Frame(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        if (name.Length == 0)
        {
            return new byte[PrefixLength];
        }

        // Names of endpoints' services are short: two bytes of varint hold 16,383.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 16_383, nameof(service));
        var isLong = name.Length > 127;
        byte[] head = isLong ? [ServiceField, (byte)(name.Length | 0x80), (byte)(name.Length >> 7)] : [ServiceField, (byte)name.Length];
        var frame = new byte[PrefixLength + head.Length + name.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)(head.Length + name.Length));
        head.CopyTo(frame, PrefixLength);
        name.CopyTo(frame, PrefixLength + head.Length);
        return frame;
    }

    private static bool IsOk(HttpResponseHeaders trailers) =>
        trailers.TryGetValues("grpc-status", out var values) && values.SequenceEqual(["0"]);
}
