using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration;

namespace Gateway.Management.Keys;

/// <summary>
/// The secret that signs cookies: <c>[cluster] key</c>; without one an embedded gateway makes its own, once, and keeps it in the data
/// directory, readable by its owner only.
/// </summary>
public static class ClusterKey
{
    private const string FileName = "cluster-key";
    private const int Length = 32;

    /// <summary>The secret's bytes; empty for an edge of a cluster that has been given none.</summary>
    /// <exception cref="NodeStartException">The file that it was kept in cannot be used.</exception>
    public static byte[] Of(ClusterSettings cluster) =>
        cluster.Key.Length > 0 ? Encoding.UTF8.GetBytes(cluster.Key)
        : cluster.Mode == ClusterMode.Embedded ? In(cluster.DataDirectory)
        : [];

    private static byte[] In(string directory)
    {
        var file = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(file) ? Read(file) : Make(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new NodeStartException($"{file} cannot be used: {fault.Message}", "give this user the right, or set [cluster] key", fault);
        }
    }

    private static byte[] Read(string file)
    {
        var key = new byte[Length];
        return Convert.TryFromBase64String(File.ReadAllText(file).Trim(), key, out var written) && written == Length
            ? key
            : throw new NodeStartException(
                $"{file} does not hold a key", "delete it: another one is made, and sessions begin anew", new InvalidDataException());
    }

    private static byte[] Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var key = RandomNumberGenerator.GetBytes(Length);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(Convert.ToBase64String(key));
        return key;
    }
}
