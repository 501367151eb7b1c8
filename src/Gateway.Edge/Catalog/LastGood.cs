using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Sealing;
using Gateway.Grains.Catalog;
using Gateway.Management;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Catalog;

/// <summary>A revision as it was kept.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Catalog">The catalog.</param>
/// <param name="Cluster">The name of the history that it belongs to; empty: it has none.</param>
internal sealed record KeptRevision(long Revision, Core.Configuration.Catalog Catalog, string Cluster);

/// <summary>
/// The last revision that the cluster gave this edge, on the disk, for a start while nobody can be reached. It counts as long as the
/// node's own file is the one that it was when the cluster gave it, and for that cluster only. Its secrets are sealed where there
/// is a cluster's key, and the node's user alone may read it.
/// </summary>
internal sealed partial class LastGood
{
    private const string Form = "gateway last good revision 2";
    private const string Damaged = "it is damaged, or another version wrote it";
    private const int Lines = 6;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;
    private readonly string _cluster;
    private readonly CatalogSealing _sealing;
    private readonly ILogger<LastGood> _logger;

    public LastGood(ClusterSettings cluster, NodeIdentity node, CatalogSealing sealing, ILogger<LastGood> logger)
    {
        var name = string.Concat(node.Id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
        _path = Path.Combine(cluster.DataDirectory, $"last-good-{name}.toml");
        _cluster = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cluster.ClusterId}\n{cluster.Redis}")));
        _sealing = sealing;
        _logger = logger;
    }

    /// <summary>Keeps a revision in the place of the one before. A disk that does not take it costs nothing but a later start without it.</summary>
    /// <param name="kept">The revision.</param>
    /// <param name="ownHash">The hash of the node's own file.</param>
    public void Keep(KeptRevision kept, string ownHash)
    {
        var beside = _path + ".new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(beside, options))
            {
                file.Write(Utf8.GetBytes(
                    $"# {Form}\n# {_cluster}\n# {ownHash}\n# {kept.Revision}\n# {kept.Catalog.Bundle.Hash}\n# {kept.Cluster}\n{_sealing.Seal(kept.Catalog)}"));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, _path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_path, fault.Message);
        }
    }

    /// <summary>The revision that was kept.</summary>
    /// <param name="ownHash">The hash of the node's own file.</param>
    /// <returns>Null when there is none, or it does not count: another cluster's, another file, or damaged.</returns>
    public KeptRevision? Read(string ownHash)
    {
        string text;
        try
        {
            text = File.ReadAllText(_path, Utf8);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotRead(_path, fault.Message);
            return null;
        }

        var lines = text.Split('\n', Lines + 1);
        if (lines is not [$"# {Form}", ..] || lines.Length <= Lines || !lines[1..Lines].All(line => line.StartsWith("# ", StringComparison.Ordinal))
            || !long.TryParse(lines[3].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            LogNotRead(_path, Damaged);
            return null;
        }

        if (lines[1] != $"# {_cluster}" || lines[2] != $"# {ownHash}")
        {
            return null;
        }

        var read = _sealing.Open(_path, lines[Lines]);
        if (read.Value is not { } catalog || lines[4] != $"# {catalog.Bundle.Hash}")
        {
            var isSealed = read.Value is null && CatalogSecrets.KeyIdOf(lines[Lines]) is { Length: > 0 } key && key != _sealing.KeyId;
            LogNotRead(_path, isSealed ? read.Problems[0].Message : Damaged);
            return null;
        }

        return new KeptRevision(revision, catalog, lines[5][2..]);
    }

    [LoggerMessage(EventId = 3221, EventName = "LastGoodNotKept", Level = LogLevel.Warning,
        Message = "The revision cannot be kept in {File} ({Fault}): a start without the cluster will serve the node's own file")]
    private partial void LogNotKept(string file, string fault);

    [LoggerMessage(EventId = 3222, EventName = "LastGoodNotRead", Level = LogLevel.Warning,
        Message = "The last good revision in {File} does not count: {Fault}")]
    private partial void LogNotRead(string file, string fault);
}
