using System.Security.Cryptography.X509Certificates;
using Gateway.Cli;

namespace Gateway.Edge.Tests.Commands;

/// <summary><c>gateway keys</c>.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private static readonly string[] Secrets = ["cluster-key", "token", "read-token"];
    private static readonly string[] Closed = ["gateway.key", "cluster-key", "token"];

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("gateway-keys-").FullName, "new");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void It_makes_a_certificate_for_the_names_a_key_of_the_cluster_and_tokens_that_only_their_owner_reads()
    {
        Assert.Equal(0, Run("--name", "gateway.example.com", "--name", "10.1.2.3"));

        using var certificate = X509Certificate2.CreateFromPemFile(At("gateway.pem"), At("gateway.key"));
        Assert.True(certificate.MatchesHostname("gateway.example.com"));
        Assert.True(certificate.MatchesHostname("10.1.2.3"));
        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.False(certificate.MatchesHostname("other.example.com"));
        Assert.InRange(certificate.NotAfter - DateTime.Now, TimeSpan.FromDays(360), TimeSpan.FromDays(367));
        var secrets = Secrets.Select(name => File.ReadAllText(At(name))).ToArray();
        Assert.All(secrets, secret => Assert.Matches("^[0-9a-f]{64}$", secret));
        Assert.Equal(3, secrets.Distinct().Count());
        Assert.All(
            Closed,
            name => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At(name))));
    }

    [Fact]
    public void What_is_there_stays()
    {
        Run();
        var before = Directory.GetFiles(_folder).Order().Select(File.ReadAllText).ToArray();
        File.Delete(At("token"));

        Assert.Equal(0, Run());

        var after = Directory.GetFiles(_folder).Order().Select(File.ReadAllText).ToArray();
        Assert.Equal(5, after.Length);
        Assert.Equal(4, before.Intersect(after).Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_so()
    {
        File.WriteAllText(_folder, "a file");
        using var errors = new StringWriter();

        Assert.Equal(1, CommandLine.Run(["keys", _folder], TextWriter.Null, errors));
        Assert.StartsWith("gateway: ", errors.ToString(), StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private int Run(params string[] names) => CommandLine.Run(["keys", _folder, .. names], TextWriter.Null, TextWriter.Null);
}
