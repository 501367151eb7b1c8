using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Management.Tests;

/// <summary>Bodies of a size that nobody needs to manage anything.</summary>
public sealed class LargeBodyTests
{
    private const long Size = 100L * 1024 * 1024;

    [Theory]
    [InlineData("/v1/explain", true)]
    [InlineData("/v1/explain", false)]
    [InlineData("/v1/nodes/edge-1/drain", true)]
    [InlineData("/v1/groups/pets/members/pets-a/off", false)]
    public async Task A_body_of_100_MB_is_refused_long_before_it_has_come(string path, bool isChunked)
    {
        await using var node = await TestNode.StartAsync();
        var sent = await SendAsync(node, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", isChunked);

        Assert.StartsWith("HTTP/1.1 413 ", sent.Answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", sent.Answer, StringComparison.Ordinal);
        Assert.InRange(sent.Bytes, 0, Size / 4);
        Assert.Equal(200, (await node.GetAsync("/v1/nodes")).Status);
        Assert.False(node.Node.IsDraining);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("Authorization: Bearer wrong\r\n", 401)]
    [InlineData("Authorization: Bearer operator\r\nOrigin: https://attacker.example\r\n", 403)]
    public async Task Who_may_not_change_anything_is_told_so_before_a_body_is_read(string headers, int status)
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(token: "operator"));
        var sent = await SendAsync(
            node, $"POST /v1/nodes/edge-1/drain HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}", isChunked: false);

        Assert.StartsWith($"HTTP/1.1 {status} ", sent.Answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", sent.Answer, StringComparison.Ordinal);
        Assert.InRange(sent.Bytes, 0, Size / 4);
    }

    // Sends until the other side has had enough.
    private static async Task<(string Answer, long Bytes)> SendAsync(TestNode node, string head, bool isChunked)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.Client.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {Size}\r\n\r\n")));
        var block = Encoding.ASCII.GetBytes((isChunked ? "10000\r\n" : "") + new string(' ', 0x10000) + (isChunked ? "\r\n" : ""));
        var answer = ReadAsync(stream);
        var bytes = 0L;
        var since = Stopwatch.GetTimestamp();
        try
        {
            while (!answer.IsCompleted && bytes < Size && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(15))
            {
                await stream.WriteAsync(block).AsTask().WaitAsync(TimeSpan.FromSeconds(15));
                bytes += block.Length;
            }
        }
        catch (IOException)
        {
            // It has hung up.
        }

        return (await answer.WaitAsync(TimeSpan.FromSeconds(15)), bytes);
    }

    // A connection that is closed with bytes unread is reset: what has come by then is the answer.
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                if (text.ToString().Contains("\"detail\":", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return text.ToString();
    }
}
