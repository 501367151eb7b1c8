using System.Collections.Frozen;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Gateway.Management.Configuration;

/// <summary>The properties that WSO2's files take from the Java machine, as far as they mean anything here.</summary>
internal static class SystemProperties
{
    /// <summary>What <c>$sys{}</c> stands for in this process.</summary>
    public static FrozenDictionary<string, string> OfThisProcess() => new Dictionary<string, string>
    {
        ["carbon.local.ip"] = LocalAddress(),
        ["java.io.tmpdir"] = Path.GetTempPath(),
        ["os.name"] = Environment.OSVersion.Platform.ToString(),
        ["user.dir"] = Environment.CurrentDirectory,
        ["user.home"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ["user.name"] = Environment.UserName,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The first IPv4 address that others can reach, else loopback: as WSO2 finds it.</summary>
    private static string LocalAddress()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(card => card.GetIPProperties().UnicastAddresses)
                .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString() ?? "127.0.0.1";
        }
        catch (NetworkInformationException)
        {
            // A container may hide its interfaces.
            return "127.0.0.1";
        }
    }
}
