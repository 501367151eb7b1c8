using System.Collections.Immutable;
using System.Net;

namespace Gateway.Core.Certificates;

/// <summary>Whom a certificate is for.</summary>
/// <param name="CommonName">Of its subject; empty: none.</param>
/// <param name="DnsNames">Its alternative names of kind DNS.</param>
/// <param name="Addresses">Its alternative names of kind IP address.</param>
public sealed record CertificateNames(string CommonName, ImmutableArray<string> DnsNames, ImmutableArray<IPAddress> Addresses)
{
    private const int Shown = 10;

    /// <summary>All of them, for a message.</summary>
    public override string ToString()
    {
        string[] names = [.. DnsNames.Concat(Addresses.Select(address => address.ToString()))
            .Prepend(CommonName).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        var more = names.Length > Shown ? $" and {names.Length - Shown} more" : "";
        return names.Length == 0 ? "nobody" : string.Join(", ", names.Take(Shown)) + more;
    }
}
