using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Core.Tests.Configuration;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Configuration", "Cases");

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData(0, "check {good.toml}")]
    [InlineData(0, "check {redis-unused.toml}")]
    [InlineData(1, "check {redis-unused.toml} --strict")]
    [InlineData(1, "check {good.toml} --set server.offset=x")]
    [InlineData(1, "check {unknown-keys.toml}")]
    [InlineData(1, "check {silo-needs-no-certificate.toml}")]
    [InlineData(0, "check {silo-needs-no-certificate.toml} --node silo")]
    [InlineData(1, "check {no-such-file.toml}")]
    [InlineData(1, "check {}")]
    [InlineData(0, "--help")]
    [InlineData(0, "check --help")]
    [InlineData(0, "--version")]
    [InlineData(2, "")]
    [InlineData(2, "check")]
    [InlineData(2, "check a b")]
    [InlineData(2, "check {good.toml} --output xml")]
    [InlineData(2, "check {good.toml} --node grain")]
    [InlineData(2, "check {good.toml} --bogus")]
    [InlineData(2, "chek {good.toml}")]
    [InlineData(1, "apply {unknown-keys.toml}")]
    [InlineData(2, "status --bogus")]
    public void The_exit_code_tells_good_from_invalid_from_wrong_usage(int code, string line) => Assert.Equal(code, Run(line));

    [Fact]
    public void A_good_file_is_summed_up_in_a_line()
    {
        Run("check {good.toml}");

        Assert.Equal($"{Cases}/good.toml: good: 0 endpoints, 0 APIs, environment Default (hybrid), server endpoint https://localhost:8244\n", _output.ToString());
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public void The_certificates_of_nodes_are_opened_and_looked_at()
    {
        var code = Run("check {cluster-tls.toml} --node silo");

        Assert.Equal(1, code);
        Assert.Equal($"{Cases}/cluster-tls.toml: refused: 3 errors\n", _output.ToString());
        Assert.Equal(
            $"{Cases}/cluster-tls.toml:9:6: error: 'ca' in [cluster.tls]: the authorities '{Cases}/no-such/ca.pem' cannot be used: Could not find a part of the path '{Cases}/no-such/ca.pem'",
            _errors.ToString().Split('\n')[0]);
    }

    [Fact]
    public void Problems_go_to_standard_error_and_the_count_to_standard_output()
    {
        Run("check {missing-value.toml}");

        Assert.Equal($"{Cases}/missing-value.toml: refused: 1 error\n", _output.ToString());
        Assert.Equal($"{Cases}/missing-value.toml:2:9: error: there is no value after '='\n    hint: Write one, or remove the key.\n", _errors.ToString());
    }

    [Fact]
    public void For_programs_problems_are_JSON_on_standard_output()
    {
        Run("check {missing-value.toml} --output json");

        var problem = Assert.Single(JsonDocument.Parse(_output.ToString()).RootElement.EnumerateArray());
        Assert.Equal(
            [("file", $"{Cases}/missing-value.toml"), ("line", "2"), ("column", "9"), ("severity", "error"), ("message", "there is no value after '='"), ("hint", "Write one, or remove the key.")],
            problem.EnumerateObject().Select(property => (property.Name, property.Value.ToString())));
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public void A_good_file_is_an_empty_list_for_programs()
    {
        Run("check {good.toml} --output json");

        Assert.Equal("[]", _output.ToString().Trim());
    }

    private int Run(string line) => CommandLine.Run(
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word is ['{', .., '}'] ? Path.Combine(Cases, word[1..^1]) : word)], _output, _errors);
}
