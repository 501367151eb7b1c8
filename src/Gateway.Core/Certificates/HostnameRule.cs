using System.Collections.Frozen;
using System.Net;

namespace Gateway.Core.Certificates;

/// <summary>
/// Whether a certificate is for a host: the rules of Synapse's HTTP sender, whose verifiers are those of HttpComponents. The common
/// name counts beside the alternative names, as there.
/// </summary>
public static class HostnameRule
{
    private static readonly FrozenSet<string> Localhosts =
        new[] { "localhost", "localhost.localdomain", "127.0.0.1", "::1" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Second levels that whole countries share: a wildcard right below one would stand for everybody there (HttpComponents' list).
    private static readonly FrozenSet<string> SharedLevels =
        new[] { "ac", "co", "com", "ed", "edu", "go", "gouv", "gov", "info", "lg", "ne", "net", "or", "org" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the host is one of this machine's own names.</summary>
    public static bool IsLocalhost(string host) => Localhosts.Contains(Bare(host));

    /// <summary>Whether a certificate with these names may be the host's.</summary>
    /// <param name="verifier">The rule.</param>
    /// <param name="host">The name or IP address asked for.</param>
    /// <param name="names">The certificate's names.</param>
    public static bool Accepts(HostnameVerifier verifier, string host, CertificateNames names)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(names);
        host = Bare(host);
        if (verifier == HostnameVerifier.AllowAll || (verifier == HostnameVerifier.DefaultAndLocalhost && IsLocalhost(host)))
        {
            return true;
        }

        var isAddress = IPAddress.TryParse(host, out var address);
        if (isAddress && names.Addresses.Contains(address!))
        {
            return true;
        }

        var oneLabel = verifier == HostnameVerifier.Strict;
        return Matches(names.CommonName, host, isAddress, oneLabel)
            || names.DnsNames.Any(name => Matches(name, host, isAddress, oneLabel));
    }

    private static bool Matches(string name, string host, bool isAddress, bool oneLabel)
    {
        if (name.Length == 0)
        {
            return false;
        }

        if (isAddress || !name.StartsWith("*.", StringComparison.Ordinal) || !MayHaveWildcard(name))
        {
            return name.Equals(host, StringComparison.OrdinalIgnoreCase);
        }

        var suffix = name.AsSpan(1);
        return host.Length > suffix.Length && host.AsSpan().EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && (!oneLabel || !host.AsSpan(0, host.Length - suffix.Length).Contains('.'));
    }

    private static bool MayHaveWildcard(string name)
    {
        var labels = name.Split('.');
        return labels.Length >= 3 && !(labels.Length == 3 && labels[2].Length == 2 && SharedLevels.Contains(labels[1]));
    }

    // As an address of the network, not as one of the web; and without the root's dot.
    private static string Bare(string host) => host is ['[', .., ']'] ? host[1..^1] : host.TrimEnd('.');
}
