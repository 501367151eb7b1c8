namespace Gateway.Silo.Storage;

/// <summary>
/// Holds a data directory for one process: two that wrote the same records would not know of each other. Given back when disposed, and
/// by the system when the process dies.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the directory, which is made if it is not there.</summary>
    /// <exception cref="DataDirectoryException">Another process holds it, or it cannot be written.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new DataDirectoryLock(new FileStream(
                Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"data directory {directory} cannot be written; give this user the right, or set [cluster] data");
        }
        catch (IOException fault) when (IsSharing(fault))
        {
            throw new DataDirectoryException(
                $"data directory {directory} is in use by another process; stop that one, or give this one its own with [cluster] data");
        }
        catch (IOException fault)
        {
            throw new DataDirectoryException($"data directory {directory} cannot be used: {fault.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    // ERROR_SHARING_VIOLATION on Windows; elsewhere the runtime turns EWOULDBLOCK of flock into its own number.
    private static bool IsSharing(IOException fault) =>
        fault.GetType() == typeof(IOException) && (fault.HResult & 0xffff) is 32 or 33 or 11 or 35;
}
