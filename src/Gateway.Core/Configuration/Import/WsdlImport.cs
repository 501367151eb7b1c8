using Gateway.Core.Configuration.Files;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Core.Wsdl;

namespace Gateway.Core.Configuration.Import;

/// <summary>A WSDL 1.1: alone, or as part of a SOAP API's project.</summary>
internal static class WsdlImport
{
    private const string Folder = "wsdl";

    /// <summary>The keys of a SOAP API's table, with their values as TOML.</summary>
    public static IEnumerable<(string Key, string Toml)> OfProject(string type, ImportProject project, ImportPlan plan)
    {
        if (type != "SOAP")
        {
            yield break;
        }

        yield return ("type", CanonicalToml.Quoted("soap"));
        if (Main(project) is { } main && Add(main, project, plan) is { } path)
        {
            yield return ("wsdl", path);
        }
    }

    /// <summary>Reads a WSDL without an API into a plan; null when it cannot be read, which is then reported.</summary>
    /// <param name="main">The WSDL.</param>
    /// <param name="project">What it may import.</param>
    /// <param name="report">Where is said what becomes of its parts.</param>
    public static ImportPlan? Read(ImportFile main, ImportProject project, ImportReport report)
    {
        if (Documents(main, project, report) is not { } documents)
        {
            return null;
        }

        var ports = WsdlPort.In(documents);
        var isCalled = ports.Where(port => port.Address is { Length: > 0 })
            .OrderBy(port => port.Format is not (MessageFormat.Soap11 or MessageFormat.Soap12)).ToArray();
        if (isCalled.Length == 0)
        {
            report.Problems.Error(main.At(1, 1), "no port of a service in it has an address",
                "Import the document that has the service, or write the address into its port.");
            return null;
        }

        var chosen = isCalled[0];
        var name = chosen.Service.Length > 0 ? chosen.Service : main.Name;
        var plan = new ImportPlan(Slug.Of(name, "", "1.0.0"), report);
        if (!BackendAddress.TryCompile(chosen.Address!, out _, out var error, out _) || PlaceholderText.IsIn(chosen.Address!)
            || chosen.Address!.Contains('{'))
        {
            report.Problems.Error(chosen.Place,
                $"the address of the port '{chosen.Name}' cannot be used: {(error.Length > 0 ? error : "it holds a placeholder")}",
                "Correct it in the file.");
            return null;
        }

        Tell(ports, chosen, report);
        report.Add(ImportVerdict.Changed, "service", chosen.Place,
            $"context = \"{ApiIdentity.ContextOf(name)}\", version = \"1.0.0\": a WSDL has neither. Write those that consumers know.");
        plan.Add(new PlannedLeaf(plan.Name, chosen.Address!) { Type = "address" });
        plan.Api = new PlannedApi(name, ApiIdentity.ContextOf(name), "1.0.0")
        {
            Endpoint = plan.Name,
            More = [("type", CanonicalToml.Quoted("soap")), ("wsdl", Add(main, project, plan)!)],
        };
        return plan;
    }

    /// <summary>Puts a WSDL and what it imports below the configuration's folder, in the order of their own folders.</summary>
    /// <returns>Its path as TOML; null when it cannot be read, which is then reported.</returns>
    public static string? Add(ImportFile main, ImportProject project, ImportPlan plan)
    {
        if (Documents(main, project, plan.Report) is not { } documents)
        {
            return null;
        }

        foreach (var part in documents.Parts.Skip(1))
        {
            plan.AddAs(Folder, part.File.Path, part.File.Text);
        }

        return plan.AddAs(Folder, documents.Parts[0].File.Path, main.Text);
    }

    /// <summary>The WSDL of a project that has the service: the first that no other one imports.</summary>
    public static ImportFile? Main(ImportProject project) =>
        project.Wsdls.FirstOrDefault(file =>
            !project.Wsdls.Any(other => other != file && other.Text.Contains($"{file.Name}\"", StringComparison.Ordinal)))
        ?? project.Wsdls.FirstOrDefault();

    private static WsdlDocuments? Documents(ImportFile main, ImportProject project, ImportReport report)
    {
        var folder = main.Path.LastIndexOf('/') + 1;
        var prefix = main.Path[..folder];
        return WsdlDocuments.Read(Catalog(main), Take, report.Problems);

        CatalogFile? Take(string path, SourcePlace place)
        {
            var file = project.Files.FirstOrDefault(held => held.Path == prefix + path);
            if (file is null)
            {
                report.Problems.Error(place, $"it imports '{path}', which is not among the files",
                    "Import the folder that has all of them; nothing is fetched.");
            }

            return file is null ? null : Catalog(file);
        }

        CatalogFile Catalog(ImportFile file) => new(file.Path[folder..], file.Text, file.Shown);
    }

    private static void Tell(IEnumerable<WsdlPort> ports, WsdlPort chosen, ImportReport report)
    {
        foreach (var port in ports)
        {
            var key = $"service.{port.Service}.port.{port.Name}";
            if (port == chosen)
            {
                report.Add(ImportVerdict.Taken, key, port.Place, "The backend's address. Messages of SOAP 1.1 and 1.2 go there as they come.");
            }
            else if (port.Address == chosen.Address)
            {
                report.Add(ImportVerdict.Taken, key, port.Place, "The same address.");
            }
            else
            {
                report.Add(ImportVerdict.LeftOut, key, port.Place, $"One address serves an API: that of the port {chosen.Name}.");
            }
        }
    }
}
