using System.Collections;
using System.CommandLine;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;
using Gateway.Management.Configuration;

namespace Gateway.Cli;

/// <summary><c>gateway import PATH</c>: configuration from what WSO2 API Manager, OpenAPI or a WSDL know of an API.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Path = new("PATH")
    {
        Description = "An API project of apictl (folder or zip), an endpointConfig, a body of a request to WSO2's publisher, an OpenAPI definition, or a WSDL",
    };

    private static readonly Option<string> To = new("--to") { Description = "The TOML file to write, with the files that it names in a folder beside it; it must not exist. Without it, to standard output", HelpName = "FILE" };
    private static readonly Option<bool> Anonymous = new("--anonymous") { Description = "Serve the API without credentials, although the original demands some" };
    private static readonly Option<string> Policies = new("--policies") { Description = "A folder with further policies and sequences", HelpName = "DIR" };
    private static readonly Option<string> Parameters = new("--params") { Description = "apictl's parameters by environment", HelpName = "FILE" };
    private static readonly Option<string> Environments = new("--environment") { Description = "Which environment of the parameters counts", HelpName = "NAME" };
    private static readonly Option<bool> Mock = new("--mock") { Description = "Answer every resource with a script made from the definition's examples" };
    private static readonly Option<string> Server = new("--server") { Description = "Apply it to a running gateway (not yet supported)", HelpName = "URL" };
    private static readonly Option<string> Format = new("--output") { Description = "How to print the report", DefaultValueFactory = _ => "text" };

    public static Command Create(TextWriter output, TextWriter errors)
    {
        Format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("import", "Turn a WSO2 API project, an OpenAPI document or a WSDL into configuration")
            { Path, To, Anonymous, Policies, Parameters, Environments, Mock, Server, Format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Server) is not null)
            {
                result.AddError("'--server' is not yet supported: write a file with --to, and let the gateway read it.");
            }

            if (result.GetValue(Parameters) is null != result.GetValue(Environments) is null)
            {
                result.AddError("'--params' and '--environment' belong together: the parameters of one environment are taken.");
            }
        });
        command.SetAction(parsed =>
        {
            var result = Import(parsed);
            var isJson = parsed.GetRequiredValue(Format) == "json";
            return result.Value is { } imported
                ? Write(imported, result, parsed.GetValue(To), isJson, output, errors)
                : Refused(result, isJson, output, errors);
        });
        return command;
    }

    private static ImportResult Import(ParseResult parsed)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var (source, fault) = ImportFolder.Open(parsed.GetRequiredValue(Path));
        Note(fault);
        ImmutableArray<ImportFile> policies = [];
        if (parsed.GetValue(Policies) is { } folder)
        {
            (policies, fault) = ImportFolder.Folder(folder);
            Note(fault);
        }

        ImportFile? parameters = null;
        if (parsed.GetValue(Parameters) is { } file)
        {
            (var opened, fault) = ImportFolder.Open(file);
            Note(fault);
            parameters = opened?.Files.FirstOrDefault();
        }

        if (source is null || problems.Count > 0)
        {
            return new ImportResult(null, [], problems.ToImmutable());
        }

        return Importer.Import(source, new ImportOptions
        {
            Anonymous = parsed.GetValue(Anonymous),
            Mock = parsed.GetValue(Mock),
            Policies = policies,
            Parameters = parameters,
            Environment = parsed.GetValue(Environments) ?? "",
            Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        });

        void Note(Problem? problem)
        {
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }
    }

    private static int Refused(ImportResult result, bool isJson, TextWriter output, TextWriter errors)
    {
        if (isJson)
        {
            output.WriteLine(ImportReportText.Json(result, []));
            return ExitCodes.Invalid;
        }

        foreach (var problem in result.Problems)
        {
            errors.WriteLine(problem);
        }

        errors.WriteLine("gateway: nothing was imported.");
        return ExitCodes.Invalid;
    }

    private static int Write(Imported imported, ImportResult result, string? to, bool isJson, TextWriter output, TextWriter errors)
    {
        ImmutableArray<string> written = [];
        if (to is not null)
        {
            (written, var fault) = ImportWriter.Write(imported, to);
            if (fault.Length > 0)
            {
                errors.WriteLine($"gateway: {fault}");
                return ExitCodes.WrongUsage;
            }
        }
        else if (!isJson && !imported.Files.IsEmpty)
        {
            errors.WriteLine($"gateway: the configuration names {imported.Files.Length} files of its own, which cannot go to standard output. Name the file to write: --to {imported.Name}.toml");
            return ExitCodes.WrongUsage;
        }

        if (isJson)
        {
            output.WriteLine(ImportReportText.Json(result, written));
            return ExitCodes.Good;
        }

        // The configuration alone goes to standard output, so that it can be sent on to a file.
        if (to is null)
        {
            output.Write(imported.Toml);
        }

        (to is null ? errors : output).Write(ImportReportText.Text(result, written));
        return ExitCodes.Good;
    }
}
