using System.Text.Json;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Configuration;

public sealed class CredentialTests
{
    private static readonly CredentialSource Source = new(
        new Dictionary<string, string> { ["A"] = "one$env{B}", ["B"] = "two" }, new Dictionary<string, string> { ["s"] = "three" });

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("$env{B}", "two")]
    [InlineData("<$env{B}+$secret{s}>", "<two+three>")]
    [InlineData("$env{A}", "one$env{B}")]
    [InlineData("$5 ${x} $sys{y} $env{", "$5 ${x} $sys{y} $env{")]
    public void Placeholders_are_replaced_once(string written, string value) =>
        Assert.Equal(value, new Credential(written).Resolve(Source, out _));

    [Theory]
    [InlineData("x$env{NOBODY}", "the environment variable NOBODY is not set")]
    [InlineData("$env{B}$secret{nobody}", "[secrets] has no plain text for 'nobody'")]
    public void What_leads_nowhere_is_named_without_a_value(string written, string expected)
    {
        Assert.Null(new Credential(written).Resolve(Source, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Placeholders_stay_as_written_in_the_bundle()
    {
        var bundle = Reading.Read(
            """
            [secrets]
            pets = "[hunter2]"
            [mine]
            login = "$env{PETS_PASSWORD}"
            [[endpoint]]
            name = "a"
            url = "https://a"
            security = { type = "basic", username = "u${carbon.host}", password = "$secret{pets}" }
            tls = { cert = "a.pfx", password = "$ref{mine.login}" }
            """, environment: new Dictionary<string, string> { ["PETS_PASSWORD"] = "hunter2" }).Value!.Catalog.Bundle;

        Assert.Equal(
            """
            [[endpoint]]
            name = "a"
            type = "http"
            url = "https://a"
            security = { type = "basic", username = "ulocalhost", password = "$secret{pets}" }
            tls = { cert = "a.pfx", password = "$env{PETS_PASSWORD}" }

            """, bundle.Text);
    }

    [Theory]
    [InlineData("mode = \"redis\"\nredis = \"r:1\"", "hunter2", 1)]
    [InlineData("mode = \"redis\"\nredis = \"r:1\"\nkey = \"the cluster's key, which has 32 c\"", "hunter2", 0)]
    [InlineData("mode = \"redis\"\nredis = \"r:1\"", "$env{P}", 0)]
    [InlineData("mode = \"embedded\"", "hunter2", 0)]
    public void A_cluster_without_a_key_is_told_that_secrets_stay_in_clear(string cluster, string password, int told)
    {
        var read = Reading.Read($$"""
            [[server.certificate]]
            cert = "a.pem"
            [cluster]
            {{cluster}}
            [[endpoint]]
            name = "a"
            url = "https://a"
            tls = { cert = "a.pfx", password = "{{password}}" }
            """, environment: new Dictionary<string, string> { ["P"] = "x" });

        Assert.NotNull(read.Value);
        Assert.Equal(told, read.Problems.Count(problem =>
            problem.Message == "the catalog holds a secret, and [cluster] has no key to seal it with: what is stored and sent is in clear" && problem.Severity == Severity.Warning));
    }

    [Fact]
    public void No_text_of_a_record_shows_a_credential()
    {
        var deployment = Reading.Read(
            """
            [secrets]
            pets = "[hunter2]"
            [[server.certificate]]
            cert = "a.pfx"
            password = "hunter2"
            [[endpoint]]
            name = "a"
            url = "https://a"
            security = { type = "basic", username = "hunter2", password = "hunter2" }
            tls = { cert = "a.pfx", password = "hunter2" }
            [[endpoint]]
            name = "b"
            url = "https://b"
            security = { type = "oauth2", token_url = "https://b/t", client_id = "hunter2", client_secret = "hunter2", grant = "password", username = "hunter2", password = "hunter2" }
            [[endpoint]]
            name = "c"
            url = "https://c"
            security = { type = "digest", username = "hunter2", password = "hunter2" }
            """, environment: new Dictionary<string, string> { ["P"] = "hunter2" }).Value!;

        var node = deployment.Node;
        object?[] all = [
            deployment, node, node.Server, node.Credentials, node.Tls, .. node.Server.Certificates.Cast<object>(), .. deployment.Catalog.Endpoints.Values,
            .. deployment.Catalog.Endpoints.Values.OfType<LeafEndpoint>().SelectMany(leaf => new object?[] { leaf.Settings, leaf.Settings.Security, leaf.Settings.Tls }),
            .. deployment.Catalog.Endpoints.Values.OfType<LeafEndpoint>().SelectMany(leaf => leaf.Settings.Security!.Credentials.Select(pair => (object)pair)),
        ];
        Assert.All(all, shown => Assert.DoesNotContain("hunter2", $"{shown}", StringComparison.Ordinal));
        Assert.All(
            deployment.Catalog.Endpoints.Values, endpoint => Assert.DoesNotContain("hunter2", JsonSerializer.Serialize<object>(endpoint), StringComparison.Ordinal));
    }
}
