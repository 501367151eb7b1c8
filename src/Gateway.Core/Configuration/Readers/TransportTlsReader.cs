using Gateway.Core.Certificates;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads what WSO2's <c>[transport.passthru_https]</c> says of TLS.</summary>
internal static class TransportTlsReader
{
    private const string Verifier = "HostnameVerifier";
    private const string Protocols = "HttpsProtocols";
    private const string Clients = "SSLVerifyClient";

    private static readonly string[] Sender = ["transport", "passthru_https", "sender", "parameters"];
    private static readonly string[] Listener = ["transport", "passthru_https", "listener", "parameters"];

    private static readonly (string Word, ClientCertificates Value)[] ClientWords =
        [("none", ClientCertificates.None), ("optional", ClientCertificates.Optional), ("require", ClientCertificates.Required)];

    private static readonly string[] Current = ["TLSv1.2", "TLSv1.3"];
    private static readonly string[] Old = ["SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1"];

    private static readonly string Both = $"\"{string.Join(',', Current)}\"";

    /// <summary>The keys, each with the tables that lead to it.</summary>
    public static KeySet Keys { get; } = new("[transport] TLS",
    [
        new Key(Dotted(Sender, Verifier), BackendTlsReader.VerifierForm, $"\"{BackendTlsReader.Word(HostnameVerifier.DefaultAndLocalhost)}\"",
            """
            which names a backend's certificate may have, where an endpoint's `tls` does not say it; see [there](#tls-to-a-backend). Without regard to case. Any other word counts as `"Default"`, as in WSO2, with a warning
            """),
        new Key(Dotted(Sender, Protocols), "versions with commas", Both, "what is spoken with backends"),
        new Key(Dotted(Listener, Protocols), "versions with commas", Both,
            "what is spoken with clients. Earlier versions are never spoken, on either side: naming them is a warning, naming no other an error"),
        new Key(Dotted(Listener, Clients), string.Join(", ", ClientWords.Select(pair => $"\"{pair.Word}\"")), $"\"{ClientWords[0].Word}\"",
            """
            `"optional"`: clients are asked for a certificate, and who shows one must show one that `client_ca` leads to; `"require"`: nobody is let in without. WSO2's default is `"optional"`; here nothing looks at the certificate yet, and browsers that are asked ask their users
            """),
    ]);

    public static TransportTls Read(Reading reading, TableNode root)
    {
        var sender = Table(reading, root, Sender);
        var listener = Table(reading, root, Listener);
        return new TransportTls
        {
            Verifier = VerifierOf(sender),
            ToBackends = Versions(sender),
            ToClients = Versions(listener),
            Clients = ClientsOf(listener),
        };
    }

    private static string Dotted(string[] path, string key) => $"{string.Join('.', path)}.{key}";

    private static TableReader? Table(Reading reading, TableNode root, string[] path) =>
        root.TryFind(path, out var node) && node is TableNode table
            ? new TableReader(reading, table, $"[{string.Join('.', path)}]", Scope.Node)
            : null;

    private static HostnameVerifier VerifierOf(TableReader? sender)
    {
        if (sender?.TextOrNull(Verifier) is not { } word)
        {
            return HostnameVerifier.DefaultAndLocalhost;
        }

        foreach (var verifier in Enum.GetValues<HostnameVerifier>())
        {
            if (BackendTlsReader.Word(verifier).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                if (verifier == HostnameVerifier.AllowAll)
                {
                    sender.Problems.Warning(sender.PlaceOf(Verifier),
                        $"{Verifier} = \"AllowAll\": a certificate of any other name is taken for a backend's. Whether it can be trusted is still looked at",
                        "Remove it, and let the certificates name their hosts; or write hostname_verifier = \"AllowAll\" in 'tls' of the one endpoint that needs it.");
                }

                return verifier;
            }
        }

        // As WSO2 does, but not in silence.
        sender.Problems.Warning(sender.PlaceOf(Verifier), $"{Verifier} = \"{word}\" is no verifier, and counts as \"Default\"",
            $"It may be: {string.Join(", ", Enum.GetValues<HostnameVerifier>().Select(verifier => $"\"{BackendTlsReader.Word(verifier)}\""))}.");
        return HostnameVerifier.Default;
    }

    private static ClientCertificates ClientsOf(TableReader? listener)
    {
        if (listener?.TextOrNull(Clients) is not { } word)
        {
            return ClientCertificates.None;
        }

        foreach (var (known, value) in ClientWords)
        {
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        listener.Problems.Error(listener.PlaceOf(Clients), $"'{Clients}' in {listener.What} cannot be \"{word}\"",
            $"It may be: {string.Join(", ", ClientWords.Select(pair => $"\"{pair.Word}\""))}.");
        return ClientCertificates.None;
    }

    private static TlsVersions Versions(TableReader? table)
    {
        if (table?.TextOrNull(Protocols) is not { } text)
        {
            return TlsVersions.All;
        }

        var versions = TlsVersions.None;
        var old = new List<string>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            versions |= Array.FindIndex(Current, known => known.Equals(word, StringComparison.OrdinalIgnoreCase)) switch
            {
                0 => TlsVersions.Tls12,
                1 => TlsVersions.Tls13,
                _ => TlsVersions.None,
            };
            if (Old.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                old.Add(word);
            }
            else if (!Current.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                table.Problems.Error(table.PlaceOf(Protocols), $"'{Protocols}' in {table.What} holds \"{word}\", which is no version of TLS",
                    $"It may hold: {string.Join(", ", Current)}.");
                return TlsVersions.All;
            }
        }

        if (versions == TlsVersions.None)
        {
            table.Problems.Error(table.PlaceOf(Protocols), $"'{Protocols}' in {table.What} names no version that can be spoken",
                $"RFC 8996 has done away with TLS 1.1 and earlier. Write \"{string.Join(',', Current)}\".");
            return TlsVersions.All;
        }

        if (old.Count > 0)
        {
            table.Problems.Warning(table.PlaceOf(Protocols), $"'{Protocols}' in {table.What} names {string.Join(", ", old)}, which this gateway does not speak",
                "RFC 8996 has done away with TLS 1.1 and earlier. Remove what is not spoken.");
        }

        return versions;
    }
}
