using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Gateway.Testing;

/// <summary>A client of <c>GET /v1/events</c>: reads with .NET's own parser and keeps everything it has heard.</summary>
public sealed class EventStreamClient : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private readonly List<Item> _heard = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventStreamClient(HttpClient http, HttpResponseMessage response)
    {
        _http = http;
        _response = response;
        _reading = ReadAsync();
    }

    /// <summary>One event of the stream.</summary>
    /// <param name="Id">Its <c>id:</c>; null when it had none.</param>
    /// <param name="Name">Its <c>event:</c>.</param>
    /// <param name="Data">Its <c>data:</c>.</param>
    public sealed record Item(string? Id, string Name, JsonElement Data)
    {
        /// <summary>A string of the data; null for JSON's null.</summary>
        public string? this[string property] => Data.GetProperty(property) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
    }

    /// <summary>What has been heard, in order.</summary>
    public Item[] Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Whether the server has ended the stream.</summary>
    public bool IsEnded => _reading.IsCompleted;

    /// <summary>The answer's headers.</summary>
    public HttpResponseMessage Response => _response;

    /// <summary>Opens a stream.</summary>
    /// <param name="node">A node's management listener.</param>
    /// <param name="query">For example <c>?last=5</c>.</param>
    /// <param name="lastEventId">Where an earlier stream ended.</param>
    /// <param name="token">The listener's token; null: none.</param>
    public static async Task<EventStreamClient> OpenAsync(Uri node, string query = "", string? lastEventId = null, string? token = null)
    {
        var http = new HttpClient { BaseAddress = node, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events" + query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new EventStreamClient(http, response);
    }

    /// <summary>Waits for the first event that fits.</summary>
    /// <exception cref="TimeoutException">It did not come; the message tells what did.</exception>
    public async Task<Item> WaitAsync(Func<Item, bool> fits, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_heard.Find(item => fits(item)) is { } found)
                {
                    return found;
                }

                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"Not heard within {within}. Heard:\n{string.Join('\n', Heard.Select(item => $"{item.Id} {item.Name} {item.Data}"))}");
            }
        }
    }

    /// <summary>Waits for the first event of a name.</summary>
    public Task<Item> WaitAsync(string name, TimeSpan within) => WaitAsync(item => item.Name == name, within);

    /// <summary>Waits until the server has ended the stream.</summary>
    public Task WaitForEndAsync(TimeSpan within) => _reading.WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _response.Dispose();
        _http.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        using var body = await _response.Content.ReadAsStreamAsync(_stop.Token);
        var parser = SseParser.Create(body);
        await foreach (var item in parser.EnumerateAsync(_stop.Token))
        {
            lock (_gate)
            {
                _heard.Add(new Item(item.EventId, item.EventType, JsonDocument.Parse(item.Data).RootElement));
                _news.TrySetResult();
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
