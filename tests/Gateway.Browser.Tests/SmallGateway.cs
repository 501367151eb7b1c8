using Gateway.Testing;

namespace Gateway.Browser.Tests;

/// <summary>An edge with its own silo, as a process, three backends behind it, and a client that sends requests all the time.</summary>
internal sealed class SmallGateway : IAsyncDisposable
{
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-browser-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private NodeProcess? _edge;
    private Task _traffic = Task.CompletedTask;
    private PetBackends? _pets;
    private string _nodeTables = "";
    private Uri _address = null!;

    private SmallGateway()
    {
    }

    /// <summary>The management listener.</summary>
    public Uri Management { get; private set; } = null!;

    /// <summary>The members <c>pets-a</c>, <c>pets-b</c>, <c>pets-c</c> of the group <c>pets</c>.</summary>
    public IReadOnlyList<ScriptedBackend> Backends => _pets!.All;

    private string File => Path.Combine(_folder, "deployment.toml");

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="management">Further keys of <c>[management]</c>.</param>
    public static async Task<SmallGateway> StartAsync(string management = "")
    {
        var gateway = new SmallGateway();
        try
        {
            await gateway.BeginAsync(management);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process.</summary>
    public async Task StopAsync()
    {
        await _edge!.KillAsync();
        await _edge.DisposeAsync();
    }

    /// <summary>Starts it again on the same ports, and waits until it serves.</summary>
    public Task StartAgainAsync()
    {
        _edge = NodeProcess.StartEdge(File);
        return _edge.WaitUntilAnswersAsync(_address, TimeSpan.FromSeconds(60));
    }

    /// <summary>Writes the file anew: good, or with a line that does not check out.</summary>
    public void Rewrite(string more = "") => System.IO.File.WriteAllText(File, _nodeTables + _pets!.Catalog + more);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _traffic.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }

        if (_pets is not null)
        {
            await _pets.DisposeAsync();
        }

        _client.Dispose();
        _stop.Dispose();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(string management)
    {
        _pets = await PetBackends.StartAsync();
        var offset = _ports.NextOffset();
        Management = new Uri($"http://127.0.0.1:{_ports.Next()}");
        _nodeTables = $"""
            [server]
            offset = {offset}
            bind = "127.0.0.1"
            drain_timeout = "1s"

            [management]
            listen = "{Management.Authority}"
            {management}

            """;
        Rewrite();
        _address = new Uri($"http://127.0.0.1:{8280 + offset}/pets/1.0.0/first");
        await StartAgainAsync();
        _traffic = PetBackends.SendAsync(_client, _address, _stop.Token);
    }
}
