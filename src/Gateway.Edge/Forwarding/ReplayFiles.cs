namespace Gateway.Edge.Forwarding;

/// <summary>
/// Room on disk for request bodies that are kept for sending again: files of the system's temporary folder that only this user can
/// read, bounded in total. A file has no name from the moment it is open, where the system allows that: a crash leaves nothing behind.
/// </summary>
internal sealed class ReplayFiles
{
    /// <summary>The most that all bodies together may take, in bytes.</summary>
    public const long Room = 1024L * 1024 * 1024;

    private readonly string _folder;
    private readonly long _room;
    private long _used;

    /// <summary>Files of the system's temporary folder.</summary>
    public ReplayFiles()
        : this(Path.GetTempPath(), Room)
    {
    }

    /// <param name="folder">Where the files are.</param>
    /// <param name="room">The most they may take together, in bytes.</param>
    public ReplayFiles(string folder, long room)
    {
        _folder = folder;
        _room = room;
    }

    /// <summary>Bytes in use.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Opens a new, empty file.</summary>
    /// <exception cref="IOException">The disk has no room, or no more files can be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(_folder, $"gateway-replay-{Guid.NewGuid():N}"), options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name);
        }

        return file;
    }

    /// <summary>Takes room.</summary>
    /// <returns>False when there is none left.</returns>
    public bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= _room)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
