using System.Collections.Immutable;
using System.Xml.Linq;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Configuration.Import;

/// <summary>Endpoints as Synapse's XML has them: an <c>&lt;endpoint&gt;</c>, or all of those in a <c>&lt;definitions&gt;</c>.</summary>
/// <param name="file">The file.</param>
/// <param name="plan">Where they go.</param>
/// <param name="options">What variables stand for.</param>
internal sealed class SynapseImport(ImportFile file, ImportPlan plan, ImportOptions options)
{
    private static readonly XNamespace Synapse = "http://ws.apache.org/ns/synapse";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    // Members that stand elsewhere, perhaps further down: each may take as long as any.
    private int _references;

    private ImportReport Report => plan.Report;

    /// <summary>Whether a text looks like one: any other XML is a WSDL, or nothing.</summary>
    public static bool IsOne(ImportFile file) => file.Text.Contains(Synapse.NamespaceName, StringComparison.Ordinal);

    /// <summary>Reads it into a plan; null when it cannot be read, which is then reported.</summary>
    public static ImportPlan? Read(ImportFile file, ImportReport report, ImportOptions options)
    {
        if (XmlFile.Load(new CatalogFile(file.Path, file.Text, file.Shown), report.Problems) is not { Root: { } root })
        {
            return null;
        }

        var dot = file.Name.LastIndexOf('.');
        var plan = new ImportPlan(Slug.Of(dot > 0 ? file.Name[..dot] : file.Name), report);
        var import = new SynapseImport(file, plan, options);

        // Those within others are their members; one by a name of another stands for it.
        var outermost = root.DescendantsAndSelf(Synapse + "endpoint")
            .Where(endpoint => endpoint.Attribute("key") is null && !endpoint.Ancestors(Synapse + "endpoint").Any()).ToArray();
        foreach (var endpoint in outermost)
        {
            import.Add(endpoint, outermost.Length == 1 ? plan.Name : $"{plan.Name}-{Array.IndexOf(outermost, endpoint) + 1}", []);
        }

        if (outermost.Length == 0)
        {
            report.Problems.Error(file.At(1, 1), "no endpoint stands in it", "A sequence is no import: name its file as in_sequence of an [[api]].");
        }

        foreach (var sequence in root.DescendantsAndSelf(Synapse + "sequence").Where(sequence => sequence.Attribute("name") is not null))
        {
            report.Add(ImportVerdict.LeftOut, $"sequence.{(string?)sequence.Attribute("name")}", import.At(sequence),
                "Its endpoints are imported. The sequence itself goes to a file, named as in_sequence of an [[api]].");
        }

        report.Add(ImportVerdict.Decision, "endpoint", import.At(root), "These are endpoints without an API: write an [[api]] that names them.");
        return plan;
    }

    /// <summary>Adds an endpoint, its members first.</summary>
    /// <returns>Its name; null when it cannot be imported, which is then reported.</returns>
    private string? Add(XElement endpoint, string otherwise, ImmutableArray<string> above)
    {
        if ((string?)endpoint.Attribute("key") is { } key)
        {
            _references++;
            return Slug.Of(key);
        }

        var name = (string?)endpoint.Attribute("name") is { } given ? Slug.Of(given) : otherwise;
        var kind = endpoint.Elements()
            .FirstOrDefault(element => element.Name.LocalName is not ("session" or "description" or "property" or "parameter"));
        if (!_names.Add(name))
        {
            Report.Problems.Error(At(endpoint), $"two endpoints are named '{name}'", "Rename one of them.");
            return null;
        }

        switch (kind?.Name.LocalName)
        {
            case "address" or "http" or "wsdl" or "default":
                return Leaf(endpoint, kind, name);
            case "loadbalance" or "failover" when above.Length < 16:
                return Group(endpoint, kind, name, above.Add(name));
            default:
                Report.Problems.Error(At(kind ?? endpoint), $"an endpoint of the kind '{kind?.Name.LocalName}' cannot be imported",
                    "It may be address, http, wsdl, default, loadbalance or failover.");
                return null;
        }
    }

    private string? Leaf(XElement endpoint, XElement kind, string name)
    {
        var leaf = SynapseLeafImport.Read(endpoint, kind, name, new ImportDocument(file.Shown, Report, options.Variables).Within(At(kind)), plan);
        if (leaf is not null)
        {
            plan.Add(leaf);
        }

        return leaf?.Name;
    }

    private string? Group(XElement endpoint, XElement kind, string name, ImmutableArray<string> above)
    {
        var isFailover = kind.Name.LocalName == "failover";
        var (from, references) = (plan.Endpoints.Count, _references);
        var members = new List<string>();
        foreach (var (child, index) in kind.Elements(Synapse + "endpoint").Select((child, index) => (child, index)))
        {
            if (Add(child, $"{name}-{(isFailover ? index == 0 ? "primary" : $"backup-{index}" : $"{index + 1}")}", above) is { } member)
            {
                members.Add(member);
            }
        }

        if (members.Count == 0)
        {
            Report.Problems.Error(At(kind), $"the group '{name}' has no endpoint",
                "Groups of <member> elements take their hosts from elsewhere: list endpoints.");
            return null;
        }

        if (!isFailover && ((string?)kind.Attribute("failover"))?.Equals("false", StringComparison.OrdinalIgnoreCase) == true)
        {
            plan.Change(from, leaf => members.Contains(leaf.Name) ? leaf with { Retry = PlannedLeaf.NoFailover } : leaf);
        }

        var algorithm = (string?)kind.Attribute("algorithm") ?? "";
        plan.Add(new PlannedGroup(name, isFailover, [.. members])
        {
            TotalTimeout = GroupImport.Total([.. plan.Endpoints.Skip(from).OfType<PlannedLeaf>(),
                .. Enumerable.Repeat(new PlannedLeaf("", ""), _references - references)]),
            Algorithm = algorithm.EndsWith(".WeightedRRLCAlgorithm", StringComparison.Ordinal) ? "least_outstanding" : "",
            Session = isFailover ? "" : Session(endpoint),
            ReturnsToPrimary = ((string?)kind.Attribute("dynamic"))?.Equals("false", StringComparison.OrdinalIgnoreCase) != true,
        });
        Report.Add(ImportVerdict.Taken, $"endpoint.{name}", At(kind), $"A group of {members.Count}.");
        return name;
    }

    private string Session(XElement endpoint)
    {
        var session = endpoint.Element(Synapse + "session");
        var type = (string?)session?.Attribute("type") switch { "http" => "cookie", "soap" => "soap", "simpleClientSession" => "client_id", _ => "" };
        if (session is not null && type.Length == 0)
        {
            Report.Add(ImportVerdict.NotSupported, "session", At(session), "This kind of session is not known; requests are dealt without sessions.");
        }

        var timeout = (string?)session?.Element(Synapse + "sessionTimeout");
        return type.Length == 0 ? ""
            : long.TryParse(timeout, out var milliseconds) && milliseconds > 0
                ? $"{{ type = \"{type}\", timeout = \"{Duration.Text(Milliseconds.Span(milliseconds, TimeSpan.FromDays(365)))}\" }}"
            : $"{{ type = \"{type}\" }}";
    }

    private SourcePlace At(System.Xml.IXmlLineInfo node) => file.At(node.LineNumber, node.LinePosition);
}
