using System.Text;
using Gateway.Core.Configuration;

namespace Gateway.Management.Configuration;

/// <summary>A file's text, or the one reason why there is none.</summary>
/// <param name="Text">The text; empty when there is a problem.</param>
/// <param name="Problem">Why the file could not be read.</param>
internal sealed record FileText(string Text, Problem? Problem)
{
    /// <summary>Largest file read, in bytes.</summary>
    internal const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>What is said of a file that is not there.</summary>
    internal const string Missing = "there is no such file";

    /// <summary>What the file was as it was read; null: what is read from it cannot change, or nothing was read.</summary>
    public (long Length, DateTime Written)? Stamp { get; private init; }

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static FileText Read(string file)
    {
        byte[] bytes;
        bool isPipe;
        (long, DateTime) before;
        try
        {
            if (Directory.Exists(file))
            {
                return Bad(file, "this is a directory, not a file", "Name the file in it: --config FILE.");
            }

            before = StampOf(file);
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                bytes = ReadUpTo(stream, MaximumSize + 1);
                isPipe = !stream.CanSeek;
            }

            if (bytes.Length > MaximumSize)
            {
                return Bad(file, $"the file is larger than {MaximumSize / (1024 * 1024)} MiB", "Give some of its APIs to a gateway of their own.");
            }

            // What is written to a pipe is read once; it changes nothing that was read before.
            if (!isPipe && StampOf(file) != before)
            {
                return new FileText("", Changed(file));
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Bad(file, Missing,
                "Name one with --config FILE or GATEWAY_CONFIG; without either, ./deployment.toml and ./repository/conf/deployment.toml are looked for.");
        }
        catch (UnauthorizedAccessException)
        {
            return Bad(file, "the file may not be read", $"Let the user '{Environment.UserName}' read it.");
        }
        catch (IOException failed)
        {
            return Bad(file, $"the file cannot be read: {failed.Message.TrimEnd('.')}", "");
        }

        return Decode(file, bytes) with { Stamp = isPipe ? null : before };
    }

    /// <summary>Whether the file is no longer what was read.</summary>
    public bool HasChanged(string file) => Stamp is { } stamp && StampOf(file) != stamp;

    /// <summary>What is said of a file that has changed.</summary>
    public static Problem Changed(string file) => Bad(
        file, "the file changed while it was read", "Read it again when it is complete; write to another file and rename it over this one.").Problem!;

    // The length is not asked for: a pipe has none.
    private static byte[] ReadUpTo(Stream stream, int most)
    {
        var content = new MemoryStream();
        var buffer = new byte[81_920];
        int count;
        while (content.Length < most && (count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, most - content.Length))) > 0)
        {
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static FileText Decode(string file, byte[] bytes)
    {
        try
        {
            return new FileText(Utf8.GetString(bytes), null);
        }
        catch (DecoderFallbackException bad)
        {
            var line = bytes.AsSpan(0, Math.Clamp(bad.Index, 0, bytes.Length)).Count((byte)'\n') + 1;
            return new FileText("", new Problem(new SourcePlace(file, line, 0), Severity.Error, "this is not UTF-8", "Save the file in the encoding UTF-8."));
        }
    }

    private static (long, DateTime) StampOf(string file)
    {
        var info = new FileInfo(file);
        return (info.Exists ? info.Length : -1, info.LastWriteTimeUtc);
    }

    private static FileText Bad(string file, string message, string hint) =>
        new("", new Problem(new SourcePlace(file, 0, 0), Severity.Error, message, hint));
}
