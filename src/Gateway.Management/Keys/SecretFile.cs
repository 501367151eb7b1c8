namespace Gateway.Management.Keys;

/// <summary>Files that hold secrets: nobody but their owner reads them, from their first byte on.</summary>
public static class SecretFile
{
    /// <summary>Writes a file, and its folder if there is none.</summary>
    /// <param name="file">The path.</param>
    /// <param name="text">What goes into it.</param>
    /// <param name="forOthers">Whether others may read it, too.</param>
    public static void Write(string file, string text, bool forOthers = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                | (forOthers ? UnixFileMode.GroupRead | UnixFileMode.OtherRead : UnixFileMode.None);
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
