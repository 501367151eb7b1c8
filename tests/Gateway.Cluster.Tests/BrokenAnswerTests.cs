using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Backends that break off within the body of an answer: the client must see that, whatever it speaks, and nobody is asked again.</summary>
public sealed class BrokenAnswerTests(ITestOutputHelper output)
{
    private const int Times = 30;
    private const string Part = "half of it";

    [RequiresTheory(RedisProcess.Program)]
    [InlineData("chunked")]
    [InlineData("declared")]
    [InlineData("http2")]
    public async Task A_body_that_breaks_off_half_way_is_never_taken_for_a_whole_one(string kind)
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"0s\" }", edges: 3);
        var broken = 0;
        foreach (var backend in cluster.Backends)
        {
            var breakOff = Answers.BreakOff(Part, kind == "chunked" ? null : 1000);
            backend.Script = context =>
            {
                if (!context.Request.Path.Value!.EndsWith("broken", StringComparison.Ordinal))
                {
                    return Answers.Status(200, "ok")(context);
                }

                Interlocked.Increment(ref broken);
                return breakOff(context);
            };
        }

        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        for (var i = 0; i < Times; i++)
        {
            var edge = cluster.Edges[i % cluster.Edges.Count];
            if (kind == "http2")
            {
                await AssertStreamIsResetAsync(edge);
            }
            else
            {
                await AssertConnectionEndsAsync(edge, isChunked: kind == "chunked");
            }
        }

        await load.StopAsync();
        output.WriteLine($"{history}; {broken} answers broke off at the backends");
        history.AssertNoError();
        Assert.Equal(Times, broken);
        var bodies = cluster.Backends.Sum(backend => backend.Count);
        Assert.Equal(history.Answers.Count + Times, bodies);
    }

    private static async Task AssertConnectionEndsAsync(EdgeUnderTest edge, bool isChunked)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, edge.Http.Port);
        await client.GetStream().WriteAsync("GET /pets/1.0.0/broken HTTP/1.1\r\nHost: gateway\r\n\r\n"u8.ToArray());
        var answer = await ReadToEndAsync(client.Client).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains(Part, body, StringComparison.Ordinal);
        if (isChunked)
        {
            Assert.Contains("Transfer-Encoding: chunked", answer, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\r\n0\r\n", body, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("Content-Length: 1000\r\n", answer, StringComparison.OrdinalIgnoreCase);
            Assert.InRange(body.Length, 1, 999);
        }
    }

    // An end and a reset are the same to a client that counts: the body is not whole.
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // Reset.
        }

        return text.ToString();
    }

    private static async Task AssertStreamIsResetAsync(EdgeUnderTest edge)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact, Timeout = TimeSpan.FromSeconds(10),
        };
        using var answer = await client.GetAsync(new Uri(edge.Https, "/pets/1.0.0/broken"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
        Assert.IsType<HttpProtocolException>(fault.InnerException);
    }
}
