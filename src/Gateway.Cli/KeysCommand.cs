using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Management.Keys;

namespace Gateway.Cli;

/// <summary>
/// <c>gateway keys FOLDER</c>: what a new cluster needs of its own before it can start, a file each: a certificate for HTTPS, the key
/// that the nodes share, and the management tokens. What is there already stays.
/// </summary>
internal static class KeysCommand
{
    private const int SecretBytes = 32;

    public static Command Create(TextWriter output, TextWriter errors)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where to: gateway.pem, gateway.key, cluster-key, token, read-token" };
        var names = new Option<string[]>("--name")
        {
            Description = "A name or address that clients call the gateway by, besides localhost; any number of times",
            HelpName = "NAME",
            DefaultValueFactory = static _ => [],
        };
        var command = new Command("keys", "Make a self-signed certificate, the cluster's key and the management tokens, where there are none yet")
        {
            folder, names,
        };
        command.SetAction(parsed =>
        {
            try
            {
                Make(parsed.GetRequiredValue(folder), parsed.GetValue(names) ?? [], output);
                return ExitCodes.Good;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                errors.WriteLine($"gateway: {fault.Message}");
                return ExitCodes.Invalid;
            }
        });
        return command;
    }

    private static void Make(string folder, string[] names, TextWriter output)
    {
        // One without the other is of no use: the pair is made anew.
        var (certificate, key) = (Path.Combine(folder, "gateway.pem"), Path.Combine(folder, "gateway.key"));
        if (File.Exists(certificate) && File.Exists(key))
        {
            output.WriteLine($"{certificate}: there already");
        }
        else
        {
            var made = SelfSignedCertificate.For(names, TimeProvider.System.GetUtcNow());
            SecretFile.Write(key, made.Key);
            SecretFile.Write(certificate, made.Certificate, forOthers: true);
            output.WriteLine($"{certificate}: made, good for a year");
        }

        MakeSecret(Path.Combine(folder, "cluster-key"), forOthers: false, output);
        MakeSecret(Path.Combine(folder, "token"), forOthers: false, output);

        // Prometheus runs as a user of its own; whoever can see the folder may look at the cluster.
        MakeSecret(Path.Combine(folder, "read-token"), forOthers: true, output);
    }

    private static void MakeSecret(string file, bool forOthers, TextWriter output)
    {
        if (File.Exists(file))
        {
            output.WriteLine($"{file}: there already");
            return;
        }

        SecretFile.Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)), forOthers);
        output.WriteLine($"{file}: made");
    }
}
