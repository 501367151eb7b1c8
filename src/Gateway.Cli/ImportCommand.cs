using System.Collections;
using System.CommandLine;
using System.Collections.Immutable;
using Gateway.Cli.Revisions;
using Gateway.Cli.Server;
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
    private readonly Option<bool> _replace = new("--replace") { Description = "With --server: replace an API that is there in that version" };
    private readonly Option<bool> _plan = new("--plan") { Description = "With --server: only say what it would change" };

    private readonly ServerOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    private ImportCommand(ServerOptions options, TextWriter output, TextWriter errors) => (_options, _output, _errors) = (options, output, errors);

    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors) => new ImportCommand(options, output, errors).Create();

    private Command Create()
    {
        var command = new Command("import", "Turn a WSO2 API project, an OpenAPI document or a WSDL into configuration")
            { _path, _to, _anonymous, _policies, _parameters, _environment, _mock, _replace, _plan };
        _options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (_options.IsNamed(result) && (result.GetValue(_to) ?? result.GetValue(_policies) ?? result.GetValue(_parameters)) is not null)
            {
                result.AddError("'--to', '--policies' and '--params' do not go with '--server'. Write a file with --to, put its tables where they belong, and apply it.");
            }

            if (!_options.IsNamed(result) && (result.GetValue(_replace) || result.GetValue(_plan)))
            {
                result.AddError("'--replace' and '--plan' go with '--server'.");
            }

            if (result.GetValue(_parameters) is null != result.GetValue(_environment) is null)
            {
                result.AddError("'--params' and '--environment' belong together: the parameters of one environment are taken.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (_options.IsNamed(parsed.CommandResult))
            {
                return await new RemoteImport(new ServerCommand(_options, _output, _errors)).RunAsync(
                    parsed, parsed.GetRequiredValue(_path),
                    [("anonymous", parsed.GetValue(_anonymous)), ("mock", parsed.GetValue(_mock)), ("replace", parsed.GetValue(_replace))],
                    parsed.GetValue(_plan), cancellation).ConfigureAwait(false);
            }

            var result = Import(parsed);
            var isJson = _options.WantsJson(parsed);
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
