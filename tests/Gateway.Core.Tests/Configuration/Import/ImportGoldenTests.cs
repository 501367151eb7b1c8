using Gateway.Cli;
using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>Real files of WSO2's, word for word: what is written and what is said of it.</summary>
public sealed class ImportGoldenTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Configuration", "Import", "Golden");

    [Theory]
    [InlineData("api-3x-petstore.Meta-information.api.yaml")]
    [InlineData("api-4x-failover.api.yaml")]
    [InlineData("api-4x-load_balance.create.json")]
    [InlineData("api-4x-default.create.json")]
    [InlineData("oas3-inline-mock-scripts.json")]
    [InlineData("oas3-schema-examples.json")]
    [InlineData("phoneverify.wsdl")]
    [InlineData("synapse_sample_53.xml")]
    public void A_real_file_is_imported_as(string fixture)
    {
        var policy = new ImportFile("set_default_endpoint_destination.j2", Importing.Fixture("sequence-set_default_endpoint_destination.xml"), "policies/set_default_endpoint_destination.j2");

        var result = Importing.Single(Importing.Fixture(fixture), fixture, new ImportOptions { Policies = [policy] });

        Assert.Empty(result.Problems);
        Same($"{fixture}.toml", result.Value!.Toml);
        Same($"{fixture}.report", ImportReportText.Text(result, [.. result.Value.Files.Select(file => file.Path)]));
    }

    [Fact]
    public void A_policy_that_is_not_among_the_files_is_refused_by_its_name()
    {
        var result = Importing.Single(Importing.Fixture("api-4x-default.create.json"), "api.json");

        Assert.Null(result.Value);
        Assert.StartsWith(
            "api.json:34:27: error: the policy 'set_default_endpoint_destination' v1 is not among the files", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    private static void Same(string name, string text) => Assert.Equal(File.ReadAllText(Path.Combine(Golden, name)), text);
}
