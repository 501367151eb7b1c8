using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>Makes configuration of what WSO2 API Manager, OpenAPI and WSDL know of an API.</summary>
public static class Importer
{
    /// <summary>
    /// The configuration, or every problem at once; with a report of what became of each key. It is a function of its arguments: nothing
    /// is opened or fetched.
    /// </summary>
    public static ImportResult Import(ImportSource source, ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new ProblemList(strict: false);
        var report = new ImportReport(problems);
        var plan = source.IsProject ? Project(source, report, options) : Single(source.Files[0], report, options);
        if (plan is null || problems.HasErrors)
        {
            return new ImportResult(null, report.Lines, problems.InOrder(source.Shown));
        }

        var imported = new Imported(plan.Name, ImportToml.Write(plan, System.IO.Path.GetFileName(source.Shown.TrimEnd('/', '\\'))), plan.Files);
        ImportCheck.Run(imported, source, report);
        return new ImportResult(problems.HasErrors ? null : imported, report.Lines, problems.InOrder(source.Shown));
    }

    private static ImportPlan? Project(ImportSource source, ImportReport report, ImportOptions options)
    {
        var project = ImportProject.Of(source.Files);
        if (project.Api is { } file)
        {
            return ImportDocument.Read(file, report, options.Variables) is { } read
                ? Api(read.Root, read.Document, project, file, report, options) : null;
        }

        if (WsdlImport.Main(project) is { } wsdl)
        {
            return Xml(wsdl, project, report, options);
        }

        if (project.Files is [var only])
        {
            return Single(only, report, options);
        }

        report.Problems.Error(new SourcePlace(source.Shown, 0, 0),
            "this is no API project: it has neither api.yaml nor Meta-information/api.yaml (or .json)",
            "Name the folder or archive that 'apictl export api' made, or a single file.");
        return null;
    }

    private static ImportPlan? Xml(ImportFile file, ImportProject project, ImportReport report, ImportOptions options) =>
        SynapseImport.IsOne(file) ? SynapseImport.Read(file, report, options) : WsdlImport.Read(file, project, report);

    private static ImportPlan? Api(
        DocumentNode root, ImportDocument document, ImportProject project, ImportFile file, ImportReport report, ImportOptions options)
    {
        if (ApiImport.Find(root, document) is { } api)
        {
            return ApiImport.Read(api, project, report, options);
        }

        if (!report.Problems.HasErrors)
        {
            report.Problems.Error(file.At(1, 1), "this is no API: it has no name, or no context",
                "An api.yaml of apictl, a body of a request to WSO2's publisher, an endpointConfig, an OpenAPI definition and a WSDL can be imported.");
        }

        return null;
    }

    private static ImportPlan? Single(ImportFile file, ImportReport report, ImportOptions options)
    {
        if (file.Text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['<', ..])
        {
            return Xml(file, ImportProject.None, report, options);
        }

        if (ImportDocument.Read(file, report, options.Variables) is not { } read)
        {
            return null;
        }

        return DefinitionImport.IsOne(read.Root) ? OpenApiImport.Read(file, report, options)
            : EndpointConfig(read.Root) is { } config ? Bare(config, read.Document, file, report, options)
            : Api(read.Root, read.Document, ImportProject.None, file, report, options);
    }

    private static DocumentMap? EndpointConfig(DocumentNode root)
    {
        var map = (root["name"] is null && root["id"] is null && root["data"] is null ? root["endpointConfig"]
            : null) as DocumentMap ?? root as DocumentMap;
        return map?.Find("endpoint_type") is not null || map?.Find("production_endpoints") is not null
            || map?.Find("sandbox_endpoints") is not null ? map : null;
    }

    /// <summary>Endpoints without an API: they go by the file's name.</summary>
    private static ImportPlan Bare(DocumentMap map, ImportDocument document, ImportFile file, ImportReport report, ImportOptions options)
    {
        var dot = file.Name.LastIndexOf('.');
        var plan = new ImportPlan(Slug.Of(dot > 0 ? file.Name[..dot] : file.Name), report);
        var config = new Fields(map, "", document);
        if (ParametersImport.Read(options, report) is { } parameters)
        {
            config = ParametersImport.Apply(config, parameters)!;
        }

        if (EndpointConfigImport.Read(config, plan.Name, plan).IsNone && !report.Problems.HasErrors)
        {
            report.Problems.Error(config.Place, "endpointConfig names no backend",
                "Write an address in production_endpoints.url or sandbox_endpoints.url.");
        }

        report.Add(ImportVerdict.Decision, "endpoint_type", config.Place, "These are endpoints without an API: write an [[api]] that names them.");
        return plan;
    }
}
