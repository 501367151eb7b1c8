using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Core.Addresses;

/// <summary>One entry of <c>allowed_hosts</c>.</summary>
/// <param name="Host">A name, an IP address without brackets, or what follows the <c>*</c> of <c>*.orders.internal</c>, its dot included.</param>
/// <param name="Port">The only port; null: any.</param>
/// <param name="Address">The IP address; null for names.</param>
internal sealed record HostPattern(string Host, int? Port, IPAddress? Address)
{
    /// <summary>Whether it stands for every name below one.</summary>
    public bool IsWild => Host.StartsWith('.');

    /// <summary>Reads an entry.</summary>
    /// <param name="text">As written.</param>
    /// <param name="pattern">The entry; null when it cannot be read.</param>
    /// <param name="error">What is wrong, as part of a sentence; empty when nothing is.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out HostPattern? pattern, out string error)
    {
        pattern = null;
        error = text.Contains("://", StringComparison.Ordinal) || text.Contains('/') ? "it has more than a host and a port"
            : text.Contains('@') ? "it holds a user"
            : text is "*" or "*.*" || text.StartsWith("*:", StringComparison.Ordinal) ? "it would allow every host"
            : text.LastIndexOf('*') > 0 ? "a '*' can only stand for the first labels of a name"
            : "";
        if (error.Length > 0)
        {
            return false;
        }

        var isWild = text.StartsWith("*.", StringComparison.Ordinal);
        if (!ComputedAddress.TryReadAuthority(isWild ? text[2..] : text, out var host, out var port, out var address)
            || (isWild && address is not null) || text.EndsWith(':'))
        {
            error = "host or port cannot be read";
            return false;
        }

        pattern = new HostPattern(isWild ? "." + host : host, port, address);
        return true;
    }

    /// <summary>Whether a host and port are allowed by it.</summary>
    public bool Matches(string host, int port) =>
        (Port is null || Port == port)
        && (IsWild ? host.Length > Host.Length && host.EndsWith(Host, StringComparison.Ordinal) : host == Host);

    /// <summary>In the form in which it is written.</summary>
    public override string ToString()
    {
        var host = IsWild ? $"*{Host}" : Address is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{Host}]" : Host;
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") : host;
    }
}
