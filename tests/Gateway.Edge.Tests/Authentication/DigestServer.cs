using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Authentication;

/// <summary>
/// Apache httpd with mod_auth_digest in front of a backend, and what its log says of each request. <c>/own/x</c> is a file of its own: only of
/// those it proves in its answer that it knows the password.
/// </summary>
internal sealed partial class DigestServer : IAsyncDisposable
{
    public const string User = "gateway";
    public const string Password = "p:a\"ss\\wörd hunter2";
    private const string UsualRealm = "pets and more";

    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-apache-").FullName;
    private readonly int _port;
    private ProgramProcess? _apache;

    private DigestServer() => _port = _ports.Next();

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Starts it.</summary>
    /// <param name="backend">What is behind it.</param>
    /// <param name="nonceLife">How long a nonce is good, in seconds.</param>
    /// <param name="realm">What name and password are for.</param>
    public static async Task<DigestServer> StartAsync(ScriptedBackend backend, int nonceLife, string realm = UsualRealm)
    {
        var server = new DigestServer();
#pragma warning disable CA5351 // What mod_auth_digest knows.
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{User}:{realm}:{Password}")));
#pragma warning restore CA5351
        await File.WriteAllTextAsync(Path.Combine(server._folder, "users"), $"{User}:{realm}:{hash}\n");
        Directory.CreateDirectory(Path.Combine(server._folder, "www", "own"));
        await File.WriteAllTextAsync(Path.Combine(server._folder, "www", "own", "x"), "own");
        server._apache = await ApacheProcess.StartAsync(
            "apache", server._folder, server._port,
            ["authn_core", "authn_file", "authz_core", "authz_user", "auth_digest", "proxy", "proxy_http"], $$"""
            LogFormat "%{begin:usec}t|%>s|%m|%U%q|%{Authorization}i" told
            CustomLog {{server._folder}}/access.log told
            KeepAlive On
            MaxKeepAliveRequests 0
            DocumentRoot {{server._folder}}/www
            ProxyPass /own !
            ProxyPass / {{backend.Url}}/
            <Location />
              AuthType Digest
              AuthName "{{realm.Replace("\"", "\\\"", StringComparison.Ordinal)}}"
              AuthDigestProvider file
              AuthUserFile {{server._folder}}/users
              AuthDigestNonceLifetime {{nonceLife}}
              Require valid-user
            </Location>
            """);
        return server;
    }

    /// <summary>
    /// The requests in the order in which they came, as soon as the last ones are among them: Apache writes a request down when its answer has
    /// gone, so that whoever has the answer may look too early.
    /// </summary>
    /// <param name="count">How many of the status there are at least.</param>
    /// <param name="status">The status of those that are counted.</param>
    public async Task<IReadOnlyList<LoggedRequest>> RequestsAsync(int count, int status = 200)
    {
        LoggedRequest[] seen = [];
        await Wait.UntilAsync(
            async () =>
            {
                var whole = await File.ReadAllTextAsync(Path.Combine(_folder, "access.log"));
                seen = [.. whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OrderBy(request => request.At)];
                return seen.Count(request => request.Status == status) >= count;
            },
            $"{count} answers {status} in Apache's log");
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        if (_apache is not null)
        {
            await _apache.DisposeAsync();
        }

        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static LoggedRequest Read(string line)
    {
        var parts = line.Split('|', 5);
        var header = parts[4];
        return new LoggedRequest(
            long.Parse(parts[0]), int.Parse(parts[1]), parts[2], parts[3], header == "-" ? "" : header, Nonce().Match(header).Groups[1].Value,
            Count().Match(header) is { Success: true } count ? Convert.ToInt32(count.Groups[1].Value, 16) : 0);
    }

    [GeneratedRegex(@"[ ,]nonce=\\""([^""\\]*)")]
    private static partial Regex Nonce();

    [GeneratedRegex(@"[ ,]nc=([0-9a-f]{8})")]
    private static partial Regex Count();
}

/// <summary>One request as Apache's log has it.</summary>
/// <param name="At">When it came, in microseconds.</param>
/// <param name="Status">The answer.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Authorization">The header; empty: none.</param>
/// <param name="Nonce">The nonce used.</param>
/// <param name="Count">Its number.</param>
internal sealed record LoggedRequest(long At, int Status, string Method, string Target, string Authorization, string Nonce, int Count);
