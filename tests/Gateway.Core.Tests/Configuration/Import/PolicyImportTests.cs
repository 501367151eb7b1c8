using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

public sealed class PolicyImportTests
{
    private const string Sequence = "<sequence xmlns=\"http://ws.apache.org/ns/synapse\"><log/></sequence>";

    private const string Header = "<sequence xmlns=\"http://ws.apache.org/ns/synapse\"><header name=\"{{headerName}}\" scope=\"transport\" value=\"{{ headerValue }}\"/></sequence>";

    [Fact]
    public void Policies_of_operations_and_of_the_API_are_files_with_parameters()
    {
        var result = Import("""
                apiPolicies: {request: [{policyName: log, policyVersion: v2}]}
                operations:
                  - target: /a
                    verb: GET
                    operationPolicies: {request: [{policyName: addHeader, policyVersion: v1, parameters: {headerName: X-From, headerValue: 'a "b"'}}, {policyName: log, policyVersion: v2}], response: [], fault: null}
            """ + "\n", ("Policies/addHeader_v1.j2", Header), ("Policies/log_v2.xml", Sequence));

        var toml = Toml(result);
        Assert.Contains("in_sequence = \"a-1.0.0/policies/log-v2.xml\"\n", toml, StringComparison.Ordinal);
        Assert.Contains(
            "request_policies = [{ file = \"a-1.0.0/policies/add-header-v1.j2\", parameters = { headerName = \"X-From\", headerValue = \"a \\\"b\\\"\" } }, \"a-1.0.0/policies/log-v2.xml\"]\n",
            toml, StringComparison.Ordinal);
        Assert.Equal([("a-1.0.0/policies/add-header-v1.j2", Header), ("a-1.0.0/policies/log-v2.xml", Sequence)], result.Value!.Files.Select(file => (file.Path, file.Text)));
    }

    [Theory]
    [InlineData("inSequence: log", "Sequences/in-sequence/log.xml", "in_sequence = \"a-1.0.0/sequences/in-log.xml\"\n")]
    [InlineData("outSequence: log", "Sequences/out-sequence/Custom/log.xml", "out_sequence = \"a-1.0.0/sequences/out-log.xml\"\n")]
    [InlineData("faultSequence: log", "Sequences/log.xml", "fault_sequence = \"a-1.0.0/sequences/fault-log.xml\"\n")]
    [InlineData("mediationPolicies: [{name: log, type: IN, shared: false}]", "Sequences/in-sequence/log.xml", "in_sequence = \"a-1.0.0/sequences/in-log.xml\"\n")]
    public void Sequences_are_found_by_name_and_flow(string key, string path, string toml) =>
        Assert.Contains(toml, Toml(Import($"    {key}\n", (path, Sequence))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{headerName: X-From}", "project/api.yaml:11:52: error: the policy 'addHeader' needs the parameter 'headerValue'")]
    [InlineData("{headerName: X-From, headerValue: '$env{HOME}'}", "project/api.yaml:11:109: error: 'operations[0].operationPolicies.request[0].parameters.headerValue' holds a placeholder, which this gateway would replace by a value of its own")]
    public void Parameters_that_cannot_be_taken_are_refused(string parameters, string problem)
    {
        var result = Import($"    operations:\n      - target: /a\n        verb: GET\n        operationPolicies: {{request: [{{policyName: addHeader, parameters: {parameters}}}]}}\n", ("Policies/addHeader_v1.j2", Header));

        Assert.StartsWith(problem, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_with_conditions_is_refused()
    {
        var result = Import("    apiPolicies: {request: [{policyName: log}]}\n", ("Policies/log_v1.j2", "{% if x %}<log/>{% endif %}"));

        Assert.Contains("the policy 'log' is a template with conditions or loops", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    private static ImportResult Import(string keys, params (string Path, string Text)[] files) => Importing.Project(new ImportOptions { Anonymous = true },
        [("api.yaml", $"type: api\nversion: v4\ndata:\n    name: A\n    version: 1.0.0\n    context: /a\n    endpointConfig: {{endpoint_type: http, production_endpoints: {{url: 'http://p0'}}}}\n{keys}"), .. files]);

    private static string Toml(ImportResult result) => Importing.Toml(result);
}
