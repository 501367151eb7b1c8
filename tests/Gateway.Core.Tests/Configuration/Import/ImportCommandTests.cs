using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Core.Tests.Configuration.Import;

public sealed class ImportCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-import-").FullName;

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0, "import {oas3-schema-examples.json}")]
    [InlineData(0, "import {api-3x-petstore.Meta-information.api.yaml} --anonymous")]
    [InlineData(0, "import {oas3-inline-mock-scripts.json} --output json")]
    [InlineData(0, "import --help")]
    [InlineData(1, "import {api-4x-default.create.json}")]
    [InlineData(1, "import {no-such-file}")]
    [InlineData(1, "import {oas3-schema-examples.json} --policies no-such-folder")]
    [InlineData(2, "import")]
    [InlineData(2, "import {oas3-schema-examples.json} --output xml")]
    [InlineData(2, "import {oas3-schema-examples.json} --params params.yaml")]
    [InlineData(2, "import {oas3-schema-examples.json} --server nowhere")]
    [InlineData(2, "import {oas3-schema-examples.json} --server http://localhost:9480 --to x.toml")]
    [InlineData(2, "import {oas3-schema-examples.json} --replace")]
    [InlineData(2, "import {oas3-inline-mock-scripts.json}")]
    [InlineData(2, "import {oas3-schema-examples.json} --to no/such/folder/x.toml")]
    public void The_exit_code_tells_good_from_invalid_from_wrong_usage(int code, string line) => Assert.Equal(code, Run(line));

    [Fact]
    public void Without_a_file_to_write_the_configuration_alone_goes_to_standard_output()
    {
        Run("import {oas3-schema-examples.json}");

        Assert.StartsWith("# Imported from oas3-schema-examples.json by 'gateway import'.\n\n[[endpoint]]\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Changed", _output.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Changed:\n", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_is_written_with_the_files_that_it_names()
    {
        var to = Path.Combine(_folder, "pets.toml");

        Assert.Equal(0, Run($"import {{oas3-inline-mock-scripts.json}} --to {to}"));

        Assert.Equal(["pets.toml", "swagger-petstore-v3-1.0.0"], Entries(_folder));
        Assert.Equal(["delete-oldpets.js", "get-pets-pet-id.js", "get-pets.js"], Entries(Path.Combine(_folder, "swagger-petstore-v3-1.0.0", "mocks")));
        Assert.Contains($"Written: {to}\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pets.toml", false)]
    [InlineData("swagger-petstore-v3-1.0.0", true)]
    public void What_is_there_is_never_written_over(string name, bool isFolder)
    {
        var taken = Path.Combine(_folder, name);
        if (isFolder)
        {
            Directory.CreateDirectory(taken);
        }
        else
        {
            File.WriteAllText(taken, "mine");
        }

        Assert.Equal(2, Run($"import {{oas3-inline-mock-scripts.json}} --to {Path.Combine(_folder, "pets.toml")}"));

        Assert.Contains("is there already", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal([name], Entries(_folder));
        Assert.Equal("mine", isFolder ? "mine" : File.ReadAllText(taken));
    }

    [Fact]
    public void What_cannot_be_imported_writes_nothing()
    {
        Assert.Equal(1, Run($"import {{api-4x-default.create.json}} --to {Path.Combine(_folder, "pets.toml")}"));

        Assert.Empty(Entries(_folder));
        Assert.EndsWith("gateway: nothing was imported.\n", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void For_programs_everything_is_one_object()
    {
        Run("import {oas3-inline-mock-scripts.json} --output json");

        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.Equal(["name", "toml", "files", "written", "report", "problems"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(3, json.GetProperty("files").EnumerateObject().Count());
        Assert.Equal(("decision", "security"), (json.GetProperty("report")[0].GetProperty("verdict").GetString(), json.GetProperty("report")[0].GetProperty("key").GetString()));
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public void Endpoints_of_one_environment_take_the_place_of_the_APIs_own()
    {
        var parameters = Path.Combine(_folder, "params.yaml");
        File.WriteAllText(parameters, """
            environments:
              - name: dev
                configs: {endpoints: {production: {url: http://dev}}}
              - name: live
                configs:
                  endpointRoutingPolicy: failover
                  failoverEndpoints:
                    production: {url: http://live-0}
                    productionFailovers: [{url: http://live-1, config: {actionDuration: "5000"}}]
            """);

        Assert.Equal(0, Run($"import {{api-3x-petstore.Meta-information.api.yaml}} --params {parameters} --environment live"));

        Assert.Contains("members = [\"swagger-petstore-1.0.5-primary\", \"swagger-petstore-1.0.5-backup\"]\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("url = \"http://live-1\"\ntimeout = \"5s\"\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("localhost:8080", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_that_the_parameters_do_not_have_is_refused_with_those_they_have()
    {
        var parameters = Path.Combine(_folder, "params.yaml");
        File.WriteAllText(parameters, "environments: [{name: dev}, {name: live}]\n");

        Assert.Equal(1, Run($"import {{api-3x-petstore.Meta-information.api.yaml}} --params {parameters} --environment test"));

        Assert.Contains("params.yaml:1:1: error: there is no environment 'test' in these parameters\n    hint: It may be: dev, live.\n", _errors.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Entries(string folder) => Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private int Run(string line) => CommandLine.Run(
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word is ['{', .., '}'] ? Importing.FixturePath(word[1..^1]) : word)], _output, _errors);
}
