using Gateway.Edge.Tests.Fixtures;
using Gateway.Management;

namespace Gateway.Edge.Tests.Listeners;

public sealed class CertificateTests
{
    private static readonly string Catalog = Toml.Endpoint("a", "http://127.0.0.1:9") + Toml.Api("pets", "a");

    [Fact]
    public async Task The_server_name_chooses_the_certificate_and_the_first_is_for_everybody_else()
    {
        string shop = "", any = "", pfx = "";
        await using var edge = await TestEdge.StartAsync(
            Catalog,
            Certificates("cert = \"shop.pem\"\nkey = \"shop.key\"", "cert = \"any.pem\"\nkey = \"any.key\"", "cert = \"c.pfx\""),
            folder =>
            {
                shop = TestCertificates.Write(folder, "shop", "shop.example", "www.shop.example");
                any = TestCertificates.Write(folder, "any", "*.pets.example");
                pfx = TestCertificates.WritePfx(folder, "c", "old.example");
            });
        var expected = new Dictionary<string, string>
        {
            ["shop.example"] = shop,
            ["www.shop.example"] = shop,
            ["WWW.Shop.Example"] = shop,
            ["a.pets.example"] = any,
            ["a.b.pets.example"] = shop,
            ["pets.example"] = shop,
            ["old.example"] = pfx,
            ["unknown.example"] = shop,
            [""] = shop,
        };
        foreach (var (host, thumbprint) in expected)
        {
            Assert.Equal((host, thumbprint), (host, await TestCertificates.ShownAsync(edge.HttpsPort, host)));
        }
    }

    [Fact]
    public async Task Changed_files_are_read_again_and_broken_ones_refused()
    {
        await using var edge = await TestEdge.StartAsync(
            Catalog, Certificates("cert = \"a.pem\"\nkey = \"a.key\""), folder => TestCertificates.Write(folder, "a", "a.example"));
        var first = await TestCertificates.ShownAsync(edge.HttpsPort, "a.example");

        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "a.pem"), "broken");
        await edge.WaitForLogAsync("CertificatesKept");
        Assert.Equal(first, await TestCertificates.ShownAsync(edge.HttpsPort, "a.example"));

        // A pair that does not match, as it is for a moment when the files are replaced one after the other.
        var kept = edge.Log.Lines.Count;
        TestCertificates.Write(edge.Folder, "b", "a.example");
        File.Move(Path.Combine(edge.Folder, "b.pem"), Path.Combine(edge.Folder, "a.pem"), overwrite: true);
        await Wait.UntilAsync(
            () => edge.Log.Lines.Skip(kept).Any(line => line.StartsWith("CertificatesKept", StringComparison.Ordinal)), "the pair was not refused");
        Assert.Equal(first, await TestCertificates.ShownAsync(edge.HttpsPort, "a.example"));

        var second = TestCertificates.Write(edge.Folder, "a", "a.example");
        await edge.WaitForLogAsync("CertificatesReloaded");
        Assert.Equal(second, await TestCertificates.ShownAsync(edge.HttpsPort, "a.example"));
    }

    [Fact]
    public async Task A_certificate_behind_a_turned_link_is_read_again()
    {
        // How a mounted secret changes: the file is a link through a folder link, and only the latter is turned.
        await using var edge = await TestEdge.StartAsync(
            Catalog, Certificates("cert = \"a.pem\"\nkey = \"a.key\""), folder =>
            {
                TestCertificates.Write(Directory.CreateDirectory(Path.Combine(folder, "v1")).FullName, "a", "a.example");
                Directory.CreateSymbolicLink(Path.Combine(folder, "now"), "v1");
                File.CreateSymbolicLink(Path.Combine(folder, "a.pem"), "now/a.pem");
                File.CreateSymbolicLink(Path.Combine(folder, "a.key"), "now/a.key");
            });
        await Task.Delay(20);
        var second = TestCertificates.Write(Directory.CreateDirectory(Path.Combine(edge.Folder, "v2")).FullName, "a", "a.example");
        Directory.Delete(Path.Combine(edge.Folder, "now"));
        Directory.CreateSymbolicLink(Path.Combine(edge.Folder, "now"), "v2");
        await edge.WaitForLogAsync("CertificatesReloaded");
        Assert.Equal(second, await TestCertificates.ShownAsync(edge.HttpsPort, "a.example"));
    }

    [Fact]
    public async Task Without_a_certificate_the_embedded_mode_makes_one_for_its_owners_eyes_and_keeps_it()
    {
        await using var edge = await TestEdge.StartAsync(Catalog);
        var shown = await TestCertificates.ShownAsync(edge.HttpsPort, "localhost");
        var key = Path.Combine(edge.Folder, "data", "development-key.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        var written = File.GetLastWriteTimeUtc(key);

        global::Gateway.Edge.Listeners.DevelopmentCertificate.In(Path.Combine(edge.Folder, "data"), DateTimeOffset.UtcNow);
        Assert.Equal(written, File.GetLastWriteTimeUtc(key));
        global::Gateway.Edge.Listeners.DevelopmentCertificate.In(Path.Combine(edge.Folder, "data"), DateTimeOffset.UtcNow.AddDays(350));
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(key));
        Assert.NotEmpty(shown);
    }

    [Fact]
    public async Task With_a_certificate_of_its_own_an_edge_makes_none()
    {
        await using var edge = await TestEdge.StartAsync(
            Catalog, Certificates("cert = \"a.pem\"\nkey = \"a.key\""), folder => TestCertificates.Write(folder, "a", "a.example"));
        Assert.False(File.Exists(Path.Combine(edge.Folder, "data", "development-key.pem")));
    }

    [Theory]
    [InlineData("missing.pem", "missing.key")]
    [InlineData("a.pem", "b.key")]
    [InlineData("a.key", "a.pem")]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_with_its_place(string cert, string key)
    {
        var fault = await Assert.ThrowsAsync<NodeStartException>(() => TestEdge.StartAsync(
            Catalog, Certificates($"cert = \"{cert}\"\nkey = \"{key}\""), folder =>
            {
                TestCertificates.Write(folder, "a", "a.example");
                TestCertificates.Write(folder, "b", "b.example");
            }));
        Assert.Matches(@"deployment\.toml:\d+:\d+: the certificate '.*" + cert + "' cannot be used: ", fault.Message);
    }

    private static string Certificates(params string[] keys) => string.Concat(keys.Select(key => $"\n[[server.certificate]]\n{key}\n"));
}
