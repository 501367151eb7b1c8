using Gateway.Testing;

namespace Gateway.Browser.Tests;

/// <summary>Three backends, <c>pets-a</c>, <c>pets-b</c> and <c>pets-c</c>, and a catalog with them.</summary>
internal sealed class PetBackends : IAsyncDisposable
{
    private PetBackends(IReadOnlyList<ScriptedBackend> all) => All = all;

    /// <summary>The backends, by name.</summary>
    public IReadOnlyList<ScriptedBackend> All { get; }

    /// <summary>Starts them.</summary>
    public static async Task<PetBackends> StartAsync()
    {
        var all = new List<ScriptedBackend>();
        foreach (var name in (string[])["pets-a", "pets-b", "pets-c"])
        {
            all.Add(await ScriptedBackend.StartAsync(Answers.Status(200, "ok"), new ScriptedBackendOptions { Name = name, RequestsKept = 10 }));
        }

        return new PetBackends(all);
    }

    /// <summary>Sends 50 requests a second until told to stop.</summary>
    public static async Task SendAsync(HttpClient client, Uri address, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                using var answer = await client.GetAsync(address, stop);
            }
            catch (HttpRequestException)
            {
                // The node is away for a while; that it comes back is the test's business.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var backend in All)
        {
            await backend.DisposeAsync();
        }
    }

    /// <summary>Endpoints and APIs: a group with weights, a failover group.</summary>
    public string Catalog =>
        $$"""
        [[endpoint]]
        name = "pets-a"
        url = "{{All[0].Url}}"
        weight = 2
        suspend = { initial = "4s", factor = 2.0, maximum = "60s" }

        [[endpoint]]
        name = "pets-b"
        url = "{{All[1].Url}}"
        suspend = { initial = "4s" }

        [[endpoint]]
        name = "pets-c"
        url = "{{All[2].Url}}"
        suspend = { initial = "4s" }

        [[endpoint]]
        name = "pets"
        type = "load_balance"
        members = ["pets-a", "pets-b", "pets-c"]

        [[endpoint]]
        name = "pets-with-a-spare"
        type = "failover"
        members = ["pets-b", "pets-c"]

        [[api]]
        name = "Pets"
        context = "/pets"
        version = "1.0.0"
        endpoint = "pets"

        [[api]]
        name = "Spare"
        context = "/spare"
        version = "1.0.0"
        endpoint = "pets-with-a-spare"

        """;
}
