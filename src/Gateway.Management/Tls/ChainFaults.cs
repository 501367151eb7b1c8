using System.Security.Cryptography.X509Certificates;

namespace Gateway.Management.Tls;

/// <summary>What is wrong with a certificate and those that lead to it, in plain words.</summary>
public static class ChainFaults
{
    /// <summary>The faults, with commas between them.</summary>
    /// <param name="chain">A chain that could not be built.</param>
    /// <param name="users">Whom the certificate would have to be for.</param>
    public static string Of(X509Chain? chain, string users = "servers") => chain is null || chain.ChainStatus.Length == 0
        ? "it leads to no known authority"
        : string.Join(", ", chain.ChainStatus.Select(status => status.Status switch
        {
            X509ChainStatusFlags.NotTimeValid => "it has expired, or is not valid yet",
            X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => "it leads to no known authority",
            X509ChainStatusFlags.Revoked => "it was taken back",
            X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => "whether it was taken back cannot be found out",
            X509ChainStatusFlags.NotValidForUsage => $"it is not one for {users}",
            _ => status.Status.ToString(),
        }).Distinct());
}
