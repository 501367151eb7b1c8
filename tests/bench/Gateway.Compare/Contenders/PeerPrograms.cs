using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>The two peers of our own making, from the project Gateway.Peers.</summary>
internal static class PeerPrograms
{
    public static Task<RunningProxy> StartYarpAsync(Ground ground) => StartAsync(ground, Roster.Measure);

    public static Task<RunningProxy> StartBareAsync(Ground ground) => StartAsync(ground, "bare");

    private static async Task<RunningProxy> StartAsync(Ground ground, string mode)
    {
        var port = ground.Ports.Next();
        var assembly = Repository.BuiltProgram("tests/bench/Gateway.Peers");
        var program = ProgramProcess.Start(mode, InstalledPrograms.DotNet, [assembly, mode, port.ToString(), .. ground.Backends.Urls]);
        await program.WaitForLineAsync("listens on", TimeSpan.FromSeconds(20));
        return new RunningProxy(mode, new Uri($"http://127.0.0.1:{port}/bench/1.0.0/item"), [program]);
    }
}
