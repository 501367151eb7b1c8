using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Certificates;
using Gateway.Management.Tls;

namespace Gateway.Edge.Tls;

/// <summary>Looks at the certificate that a server shows: first whether it can be trusted, then whether it is for the host.</summary>
internal static class PeerCertificate
{
    /// <summary>The names in a certificate.</summary>
    public static CertificateNames NamesOf(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToArray();
        return new CertificateNames(
            CommonNameOf(certificate.SubjectName),
            [.. alternatives.SelectMany(names => names.EnumerateDnsNames())],
            [.. alternatives.SelectMany(names => names.EnumerateIPAddresses())]);
    }

    /// <summary>A callback that accepts what a verifier accepts, and says in an exception why it does not.</summary>
    public static RemoteCertificateValidationCallback Check(HostnameVerifier verifier) =>
        (sender, certificate, chain, errors) => Accepts(verifier, sender, certificate, chain, errors);

    private static bool Accepts(
        HostnameVerifier verifier, object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = ((SslStream)sender).TargetHostName;
        if (certificate is not X509Certificate2 shown || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
        {
            throw new PeerCertificateException($"'{host}' has shown no certificate");
        }

        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            throw new PeerCertificateException(
                $"the certificate of '{host}' ({NamesOf(shown)}) cannot be trusted: {ChainFaults.Of(chain)}; 'ca' in the endpoint's 'tls' says whom to trust");
        }

        if (!HostnameRule.Accepts(verifier, host, NamesOf(shown)))
        {
            throw new PeerCertificateException(
                $"'{host}' was asked for, and the certificate is for {NamesOf(shown)}; 'hostname_verifier' in the endpoint's 'tls', "
                + "or HostnameVerifier in [transport.passthru_https.sender.parameters], says what may pass");
        }

        return true;
    }

    private static string CommonNameOf(X500DistinguishedName subject)
    {
        // The last one written, which is the most specific, comes first here.
        foreach (var name in subject.EnumerateRelativeDistinguishedNames(reversed: true))
        {
            if (!name.HasMultipleElements && name.GetSingleElementType().Value == "2.5.4.3")
            {
                return name.GetSingleElementValue() ?? "";
            }
        }

        return "";
    }
}

/// <summary>A server's certificate is not accepted. The message says which name was asked for, which names it has, and which key changes that.</summary>
internal sealed class PeerCertificateException(string message) : AuthenticationException(message);
