namespace Gateway.Core.Configuration.Import;

/// <summary>A WSDL: alone, or as part of a SOAP API's project.</summary>
internal static class WsdlImport
{
    /// <summary>The key of the API's table, with its value as TOML; nothing for an API without a WSDL.</summary>
    public static IEnumerable<(string Key, string Toml)> OfProject(string type, ImportProject project, ImportPlan plan)
    {
        if (type != "SOAP")
        {
            yield break;
        }

        foreach (var file in project.Wsdls.Where(file => file.Name.EndsWith(".wsdl", StringComparison.OrdinalIgnoreCase)).Take(1))
        {
            yield return ("wsdl", plan.AddFile("wsdl", file.Name, file.Text));
        }
    }

    /// <summary>Reads a WSDL alone into a plan; null when it cannot be read, which is then reported.</summary>
    public static ImportPlan? Read(ImportFile file, ImportReport report)
    {
        report.Problems.Error(file.At(1, 1), "a WSDL cannot be imported yet", "");
        return null;
    }
}
