using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>A TCP connection on which a test writes its bytes itself. One character is one byte.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public Socket Socket => _client.Client;

    public static async Task<RawConnection> ToAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(client);
    }

    /// <summary>Sends one request that asks for the connection's end, and gives the whole answer.</summary>
    public static async Task<RawAnswer> AskAsync(int port, string request)
    {
        using var connection = await ToAsync(port);
        await connection.SendAsync(request);
        return RawAnswer.Parse(await connection.ReadToEndAsync());
    }

    /// <summary>A GET of a target as it is, on a connection of its own.</summary>
    public static Task<RawAnswer> GetAsync(int port, string target, params string[] headers) =>
        AskAsync(port, $"GET {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");

    public async Task SendAsync(string text)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        await _stream.FlushAsync();
    }

    /// <summary>Reads until a text has come, and gives everything read.</summary>
    public async Task<string> ReadUntilAsync(string part)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().Contains(part, StringComparison.Ordinal))
        {
            if (await _stream.ReadAsync(buffer, limit.Token) == 0)
            {
                throw new EndOfStreamException($"The connection ended after: {text}");
            }

            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    /// <summary>Reads until the other side closes; a reset ends it, too.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await _stream.ReadAsync(buffer, limit.Token)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset: what has come is what there is.
        }

        return text.ToString();
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>An answer as it stood on the wire.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The lines of the head after the first.</param>
/// <param name="Body">What came after the head, chunk framing and all.</param>
internal sealed record RawAnswer(int Status, IReadOnlyList<string> Headers, string Body)
{
    public static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"no answer, but: '{text}'");
        var lines = text[..end].Split("\r\n");
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], text[(end + 4)..]);
    }

    /// <summary>The values of a header, in order.</summary>
    public string[] Values(string name) =>
        [.. Headers.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}
