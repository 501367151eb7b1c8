using System.Collections;
using System.CommandLine;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;
using Gateway.Management.Configuration;

namespace Gateway.Cli;

/// <summary><c>gateway import PATH</c>: configuration from what WSO2 API Manager, OpenAPI or a WSDL know of an API.</summary>
internal sealed class ImportCommand
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "An API project of apictl (folder or zip), an endpointConfig, a body of a request to WSO2's publisher, an OpenAPI definition, or a WSDL",
    };

    private readonly Option<string> _to = new("--to") { Description = "The TOML file to write, with the files that it names in a folder beside it; it must not exist. Without it, to standard output", HelpName = "FILE" };
    private readonly Option<bool> _anonymous = new("--anonymous") { Description = "Serve the API without credentials, although the original demands some" };
    private readonly Option<string> _policies = new("--policies") { Description = "A folder with further policies and sequences", HelpName = "DIR" };
    private readonly Option<string> _parameters = new("--params") { Description = "apictl's parameters by environment", HelpName = "FILE" };
    private readonly Option<string> _environment = new("--environment")
    {
        Description = "Which environment of the parameters counts",
        HelpName = "NAME",
    };
    private readonly Option<bool> _mock = new("--mock") { Description = "Make scripts from the examples of the definition, and let them answer every resource" };
    private readonly Option<string> _server = new("--server") { Description = "Apply it to a running gateway (not yet supported)", HelpName = "URL" };
    private readonly Option<string> _format = new("--output") { Description = "How to print the report", DefaultValueFactory = _ => "text" };

    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    private ImportCommand(TextWriter output, TextWriter errors)
    {
        (_output, _errors) = (output, errors);
        _format.AcceptOnlyFromAmong("text", "json");
    }

    public static Command Create(TextWriter output, TextWriter errors) => new ImportCommand(output, errors).Create();

    private Command Create()
    {
        var command = new Command("import", "Turn a WSO2 API project, an OpenAPI document or a WSDL into configuration")
            { _path, _to, _anonymous, _policies, _parameters, _environment, _mock, _server, _format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_server) is not null)
            {
                result.AddError("'--server' is not yet supported: write a file with --to, and let the gateway read it.");
            }

            if (result.GetValue(_parameters) is null != result.GetValue(_environment) is null)
            {
                result.AddError("'--params' and '--environment' belong together: the parameters of one environment are taken.");
            }
        });
        command.SetAction(parsed =>
        {
            var result = Import(parsed);
            var isJson = parsed.GetRequiredValue(_format) == "json";
            return result.Value is { } imported ? Write(imported, result, parsed.GetValue(_to), isJson) : Refused(result, isJson);
        });
        return command;
    }

    private ImportResult Import(ParseResult parsed)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var (source, fault) = ImportFolder.Open(parsed.GetRequiredValue(_path));
        Note(fault);
        ImmutableArray<ImportFile> policies = [];
        if (parsed.GetValue(_policies) is { } folder)
        {
            (policies, fault) = ImportFolder.Folder(folder);
            Note(fault);
        }

        ImportFile? parameters = null;
        if (parsed.GetValue(_parameters) is { } file)
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
            Anonymous = parsed.GetValue(_anonymous),
            Mock = parsed.GetValue(_mock),
            Policies = policies,
            Parameters = parameters,
            Environment = parsed.GetValue(_environment) ?? "",
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

    private int Refused(ImportResult result, bool isJson)
    {
        if (isJson)
        {
            _output.WriteLine(ImportReportText.Json(result, []));
            return ExitCodes.Invalid;
        }

        foreach (var problem in result.Problems)
        {
            _errors.WriteLine(problem);
        }

        _errors.WriteLine("gateway: nothing was imported.");
        return ExitCodes.Invalid;
    }

    private int Write(Imported imported, ImportResult result, string? to, bool isJson)
    {
        ImmutableArray<string> written = [];
        if (to is not null)
        {
            (written, var fault) = ImportWriter.Write(imported, to);
            if (fault.Length > 0)
            {
                _errors.WriteLine($"gateway: {fault}");
                return ExitCodes.WrongUsage;
            }
        }
        else if (!isJson && !imported.Files.IsEmpty)
        {
            _errors.WriteLine($"gateway: the configuration names {imported.Files.Length} files of its own, which cannot go to standard output. Name the file to write: --to {imported.Name}.toml");
            return ExitCodes.WrongUsage;
        }

        if (isJson)
        {
            _output.WriteLine(ImportReportText.Json(result, written));
            return ExitCodes.Good;
        }

        // The configuration alone goes to standard output, so that it can be sent on to a file.
        if (to is null)
        {
            _output.Write(imported.Toml);
        }

        (to is null ? _errors : _output).Write(ImportReportText.Text(result, written));
        return ExitCodes.Good;
    }
}
