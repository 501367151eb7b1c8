using Gateway.Core.Certificates;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>tls</c>: how TLS is spoken with a backend. The files are opened by the edges, not here.</summary>
internal static class BackendTlsReader
{
    private const int LongestPath = 512;

    private static readonly Choices<HostnameVerifier> Verifiers = new(
    [
        ("DefaultAndLocalhost", HostnameVerifier.DefaultAndLocalhost), ("Default", HostnameVerifier.Default),
        ("Strict", HostnameVerifier.Strict), ("AllowAll", HostnameVerifier.AllowAll),
    ]);

    private static readonly FlagKey Revocation = new("revocation", false, "whether the authority is asked if it has taken the certificate back");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("tls",
    [
        new Key("hostname_verifier", VerifierForm, "", "which names the certificate may have, see the next table") { Otherwise = "the node's `HostnameVerifier`" },
        Key.Optional("ca", "file", "PEM file of the authorities to trust, in the place of the system's"),
        Key.Optional("cert", "file", "certificate shown to the backend: PEM, or PFX"),
        Key.Optional("key", "file", "PEM file of its key, unless `cert` holds it"),
        Key.Optional("password", "credential", "what opens the PFX file or an encrypted key: a [credential](#credentials)"),
        Revocation,
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Table("tls", Keys, "how TLS is spoken with it, see [below](#tls-to-a-backend). Needs https");

    /// <summary>What a verifier's key may be set to.</summary>
    public static string VerifierForm => Verifiers.Form;

    /// <summary>The words for them.</summary>
    public static string Word(HostnameVerifier verifier) => Verifiers.Word(verifier);

    public static BackendTls Read(TableReader owner, string url)
    {
        if (owner.Table("tls", "tls = { ca = \"tls/backends.pem\" }") is not { } tls)
        {
            return BackendTls.Default;
        }

        Keys.Check(tls);
        if (BackendScheme.AsHttp(url).StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            tls.Problems.Error(tls.Place, $"{tls.What} means nothing with an http address", "Write an https address, or remove it.");
        }

        var read = new BackendTls
        {
            Verifier = Verifier(tls),
            Ca = Path(tls, "ca"),
            Cert = Path(tls, "cert"),
            Key = Path(tls, "key"),
            Password = tls.Credential("password"),
            Revocation = tls.Flag(Revocation),
        };
        if (read.Cert.Length == 0 && (read.Key.Length > 0 || !read.Password.IsEmpty))
        {
            var key = read.Key.Length > 0 ? "key" : "password";
            tls.Problems.Error(tls.KeyPlace(key), $"'{key}' in {tls.What} belongs to a certificate, and there is no 'cert'",
                "Name the certificate's file, cert = \"tls/client.pem\", or remove it.");
        }

        LiteralPassword.Warn(tls, "password", read.Password);
        return read;
    }

    public static InlineToml Written(BackendTls tls)
    {
        var written = new InlineToml();
        if (tls.Verifier is { } verifier)
        {
            written.Word("hostname_verifier", Word(verifier));
        }

        written.Word("ca", tls.Ca, "");
        written.Word("cert", tls.Cert, "");
        written.Word("key", tls.Key, "");
        written.Word("password", tls.Password.Written, "");
        written.Flag("revocation", tls.Revocation, false);
        return written;
    }

    public static void Write(BackendTls tls, CanonicalToml toml) => toml.Table("tls", Written(tls));

    private static HostnameVerifier? Verifier(TableReader tls)
    {
        if (tls.TextOrNull("hostname_verifier") is not { } word)
        {
            return null;
        }

        // Without regard to case, as WSO2 reads it.
        var written = Enum.GetValues<HostnameVerifier>().Select(Verifiers.Word).FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        var verifier = Verifiers.Read(written ?? word, HostnameVerifier.Default, "hostname_verifier", tls);
        if (verifier == HostnameVerifier.AllowAll)
        {
            tls.Problems.Warning(tls.PlaceOf("hostname_verifier"), $"hostname_verifier = \"AllowAll\" in {tls.What}: a certificate of any other name is taken for the backend's",
                "Name the authority that made the backend's certificate in 'ca', and let the certificate name the host.");
        }

        return verifier;
    }

    private static string Path(TableReader tls, string key)
    {
        var path = tls.Text(key, "");
        if (path.Length > LongestPath || path.Any(char.IsControl) || (tls.Has(key) && path.Length == 0 && tls.Value(key) is Toml.ScalarNode { Kind: Toml.ScalarKind.Text }))
        {
            tls.Problems.Error(tls.PlaceOf(key), $"'{key}' in {tls.What} is not the path of a file",
                $"Write a path on the edges, absolute or from the folder of their deployment.toml: {key} = \"tls/backends.pem\".");
            return "";
        }

        return path;
    }
}
