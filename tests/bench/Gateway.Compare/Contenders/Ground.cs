using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>What all contenders share: the backends, a folder, ports, and Redis for those who need it.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-compare-");
    private RedisProcess? _redis;
    private Backends? _backends;

    private Ground()
    {
    }

    public FreePorts Ports { get; } = new();

    public Backends Backends => _backends ?? throw new InvalidOperationException("The backends are not started.");

    public static async Task<Ground> StartAsync(int bodyBytes)
    {
        var ground = new Ground();
        ground._backends = await Backends.StartAsync(ground, bodyBytes);
        return ground;
    }

    /// <summary>A folder of its own for a contender.</summary>
    public string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>One Redis for every cluster; clusters keep apart by their ids.</summary>
    public async Task<RedisProcess> RedisAsync() => _redis ??= await RedisProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_backends is not null)
        {
            await _backends.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        Ports.Dispose();
        _folder.Delete(recursive: true);
    }
}
