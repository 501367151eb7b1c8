using System.Text;

namespace Gateway.Silo.Storage;

/// <summary>One record as it lies in its file: a line with the ETag, then the data.</summary>
/// <param name="ETag">Names this content; new with every write.</param>
/// <param name="Data">The serialized state.</param>
internal sealed record FileRecord(string ETag, ReadOnlyMemory<byte> Data)
{
    private const int ETagLength = 32;

    /// <summary>Reads a record; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no record.</exception>
    public static FileRecord? Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return bytes.Length > ETagLength && bytes[ETagLength] == '\n'
            ? new FileRecord(Encoding.ASCII.GetString(bytes, 0, ETagLength), bytes.AsMemory(ETagLength + 1))
            : throw new InvalidDataException($"{path} is no record of this gateway; move it away, and its group starts anew");
    }

    /// <summary>Puts the record in the place of the one at <paramref name="path"/>.</summary>
    public void Replace(string path)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var bytes = new byte[ETagLength + 1 + Data.Length];
            Encoding.ASCII.GetBytes(ETag, bytes);
            bytes[ETagLength] = (byte)'\n';
            Data.Span.CopyTo(bytes.AsSpan(ETagLength + 1));
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
