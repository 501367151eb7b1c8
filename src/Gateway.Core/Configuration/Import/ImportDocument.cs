using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>The document that values stand in: how their places are told.</summary>
/// <param name="Shown">What messages call it.</param>
/// <param name="Report">Where is said what becomes of its keys.</param>
/// <param name="Variables">What variables in it stand for.</param>
internal sealed record ImportDocument(string Shown, ImportReport Report, IReadOnlyDictionary<string, string> Variables)
{
    private SourcePlace? _outer;

    /// <summary>Where a value stands.</summary>
    public SourcePlace PlaceOf(DocumentNode node) => _outer ?? new SourcePlace(Shown, node.Line, node.Column);

    /// <summary>Where a key stands.</summary>
    public SourcePlace PlaceOf(DocumentEntry entry) => _outer ?? new SourcePlace(Shown, entry.Line, entry.Column);

    /// <summary>A document in a text of this one: all of it stands where the text does.</summary>
    public ImportDocument Within(SourcePlace place) => this with { _outer = place };

    /// <summary>Reads a text; null when it cannot be read, which is then reported.</summary>
    public static (ImportDocument Document, DocumentNode Root)? Read(
        ImportFile file, ImportReport report, IReadOnlyDictionary<string, string> variables)
    {
        var read = DocumentReader.Read(file.Text);
        foreach (var fault in read.Faults)
        {
            if (fault.IsWarning)
            {
                report.Problems.Warning(file.At(fault.Line, fault.Column), fault.Message, fault.Hint);
            }
            else
            {
                report.Problems.Error(file.At(fault.Line, fault.Column), fault.Message, fault.Hint);
            }
        }

        return read.Root is { } root ? (new ImportDocument(file.Shown, report, variables), root) : null;
    }
}
