using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>One row for each rule of how an <c>api.yaml</c> is written here.</summary>
public sealed class ApiImportTests
{
    private const string Endpoint = "endpointConfig: {endpoint_type: http, production_endpoints: {url: 'http://p0'}}\n";

    private const string Open = "operations: [{target: /a, verb: GET, authType: None}]\n";

    [Theory]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\n", "/a", "1.0.0")]
    [InlineData("name: A\nversion: 1.0\ncontext: /a\n", "/a", "1.0")]
    [InlineData("name: A\nversion: 2\ncontext: a/b/\n", "/a/b", "2")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a/{version}\n", "/a", "1.0.0")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: '{version}/a'\n", "/{version}/a", "1.0.0")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a/1.0.0\n", "/a/1.0.0", "1.0.0")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /t/acme.com/a\n", "/t/acme.com/a", "1.0.0")]
    [InlineData("id: {apiName: A, version: 1.0.0, providerName: admin}\ncontext: /a/1.0.0\n", "/a", "1.0.0")]
    [InlineData("id: {apiName: A, version: 1.0.0, providerName: admin}\ncontext: /a/1.0.0\ncontextTemplate: /a/{version}\n", "/a", "1.0.0")]
    [InlineData("id: {apiName: A, version: 1.0.0, providerName: admin}\ncontext: /1.0.0/a\ncontextTemplate: '/{version}/a'\n", "/{version}/a", "1.0.0")]
    public void The_context_is_written_without_the_version_that_is_appended(string identity, string context, string version)
    {
        var result = Importing.Single(identity + Endpoint + Open, "api.yaml");

        Assert.Contains($"[[api]]\nname = \"A\"\ncontext = \"{context}\"\nversion = \"{version}\"\nendpoint = ", Importing.Toml(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transport: [http, https]", "")]
    [InlineData("transport: []", "")]
    [InlineData("transport: [HTTPS]", "transports = [\"https\"]\n")]
    [InlineData("transports: http,https", "")]
    [InlineData("transports: http", "transports = [\"http\"]\n")]
    [InlineData("transports: 'https '", "transports = [\"https\"]\n")]
    public void Transports_are_a_list_or_a_text(string key, string toml) => Assert.Equal(Api($"endpoint = \"a-1.0.0\"\n{toml}"), Toml(key));

    [Theory]
    [InlineData("lifeCycleStatus: PUBLISHED", "")]
    [InlineData("lifeCycleStatus: published", "")]
    [InlineData("", "")]
    [InlineData("lifeCycleStatus: CREATED", "lifecycle = \"CREATED\"\n")]
    [InlineData("lifeCycleStatus: Prototyped", "lifecycle = \"PROTOTYPED\"\n")]
    [InlineData("lifeCycleStatus: PRE-RELEASED", "lifecycle = \"PROTOTYPED\"\n")]
    [InlineData("status: BLOCKED", "lifecycle = \"BLOCKED\"\n")]
    [InlineData("lifeCycleStatus: deprecated", "lifecycle = \"DEPRECATED\"\n")]
    [InlineData("lifeCycleStatus: RETIRED", "lifecycle = \"RETIRED\"\n")]
    [InlineData("lifeCycleStatus: SLEEPING", "lifecycle = \"CREATED\"\n")]
    public void The_state_is_read_in_any_case(string key, string toml) => Assert.Equal(Api($"{toml}endpoint = \"a-1.0.0\"\n"), Toml(key));

    [Theory]
    [InlineData("operations: [{target: /a, verb: GET, authType: Application & Application User}]", true)]
    [InlineData("operations: [{target: /a, verb: GET, authType: None}]", false)]
    [InlineData("operations: [{target: /a, verb: GET, authType: None}, {target: /b, verb: GET, authType: Any}]", true)]
    [InlineData("operations: []", true)]
    [InlineData("securityScheme: [oauth2, api_key]\noperations: [{target: /a, verb: GET}]", true)]
    [InlineData("apiSecurity: oauth2\nuriTemplates: [{uriTemplate: /a, httpVerb: GET, authType: None}]", false)]
    public void An_api_that_demands_credentials_answers_401_until_somebody_decides(string keys, bool required)
    {
        var text = $"name: A\nversion: 1.0.0\ncontext: /a\n{Endpoint}{keys}\n";

        Assert.Equal(required, Importing.Toml(Importing.Single(text, "api.yaml")).Contains("security = \"required\"\n", StringComparison.Ordinal));
        Assert.DoesNotContain("security = ", Importing.Toml(Importing.Single(text, "api.yaml", new ImportOptions { Anonymous = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_report_says_first_is_that_credentials_are_demanded()
    {
        var result = Importing.Single($"lifeCycleStatus: CREATED\nname: A\nversion: 1.0.0\ncontext: /a\n{Endpoint}securityScheme: [oauth2]\n", "api.yaml");

        Assert.Equal((ImportVerdict.Decision, "securityScheme"), (result.Report[0].Verdict, result.Report[0].Key));
        Assert.Equal(
            "The original demands credentials of consumers (oauth2). They cannot be checked yet: security = \"required\" is written, and every request is answered 401. "
                + "Write security = \"none\", or import with --anonymous, if anybody may call it.",
            result.Report[0].Text);
    }

    [Fact]
    public void Methods_of_one_path_are_one_resource_and_paths_keep_their_order() => Assert.Equal(
        Api("endpoint = \"a-1.0.0\"\n", "\n[[api.resource]]\npath = \"/b/{id}\"\nmethods = [\"GET\", \"DELETE\"]\n\n[[api.resource]]\npath = \"/a\"\nmethods = [\"POST\"]\n"),
        Toml("operations: [{target: '/b/{id}', verb: get, authType: None}, {target: a, verb: POST, authType: None}, {target: '/b/{id}', verb: DELETE, authType: None}, {target: /a, verb: POST, authType: None}]", ""));

    [Fact]
    public void Without_operations_the_resources_are_those_of_the_definition()
    {
        var result = Importing.Project(null, ("Meta-information/api.yaml", $"id: {{apiName: A, version: 1.0.0}}\ncontext: /a/1.0.0\nuriTemplates: []\n{Endpoint}"),
            ("Meta-information/swagger.yaml", "swagger: '2.0'\npaths:\n  /x: {get: {x-auth-type: None}, post: {x-auth-type: None}}\n  '/x/{id}': {get: {x-auth-type: None}, parameters: []}\n"));

        Assert.EndsWith("\n[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\", \"POST\"]\n\n[[api.resource]]\npath = \"/x/{id}\"\nmethods = [\"GET\"]\n", Importing.Toml(result), StringComparison.Ordinal);
        Assert.DoesNotContain("security", result.Value!.Toml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint_security: {production: {enabled: true, type: BASIC, username: 'us\"er', password: 'abcd-+={}[]|:;<,>./?'}}", "security = { type = \"basic\", username = \"us\\\"er\", password = \"$env{A_1_0_0_PASSWORD}\" }")]
    [InlineData("endpoint_security: {production: {enabled: true, type: digest, username: u, password: '${BACKEND_PW}'}}", "security = { type = \"digest\", username = \"u\", password = \"$env{BACKEND_PW}\" }")]
    [InlineData("endpoint_security: {production: {enabled: 'true', type: Basic, username: '$BACKEND_USER', password: ''}}", "security = { type = \"basic\", username = \"$env{BACKEND_USER}\", password = \"$env{A_1_0_0_PASSWORD}\" }")]
    [InlineData("endpoint_security: {production: {enabled: true, type: OAUTH, grantType: CLIENT_CREDENTIALS, tokenUrl: 'https://id/token', clientId: me, clientSecret: hush}}", "security = { type = \"oauth2\", token_url = \"https://id/token\", client_id = \"me\", client_secret = \"$env{A_1_0_0_CLIENT_SECRET}\" }")]
    [InlineData("endpoint_security: {production: {enabled: true, type: OAUTH, grantType: PASSWORD, tokenUrl: 'https://id/token', clientId: me, clientSecret: hush, username: u, password: hush, customParameters: {scope: a b, audience: x}}}", "security = { type = \"oauth2\", token_url = \"https://id/token\", client_id = \"me\", client_secret = \"$env{A_1_0_0_CLIENT_SECRET}\", grant = \"password\", username = \"u\", password = \"$env{A_1_0_0_PASSWORD}\", scope = \"a b\", parameters = { \"audience\" = \"x\" } }")]
    [InlineData("endpoint_security: {production: {enabled: false, type: BASIC, username: u, password: hush}}", "")]
    [InlineData("endpoint_security: {production: {enabled: true, type: NONE}}", "")]
    [InlineData("endpoint_security: {production: {enabled: true, type: APIKEY, apiKeyIdentifier: k, apiKeyValue: hush}}", "")]
    public void Credentials_for_backends_are_written_without_their_secrets(string security, string toml)
    {
        var result = Importing.Single($"name: A\nversion: 1.0.0\ncontext: /a\nendpointConfig: {{endpoint_type: http, production_endpoints: {{url: 'http://p0'}}, {security}}}\n{Open}", "api.yaml");

        Assert.Contains($"timeout = \"2m\"\n{(toml.Length > 0 ? $"{toml}\n" : "")}\n[[api]]", Importing.Toml(result), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.Value!.Toml + string.Concat(result.Report), StringComparison.Ordinal);
        Assert.DoesNotContain("abcd-+", result.Value!.Toml + string.Concat(result.Report), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_of_3x_stand_at_the_API_and_serve_both_sides()
    {
        var result = Importing.Single("""
            id: {apiName: A, version: 1.0.0}
            context: /a/1.0.0
            endpointSecured: true
            endpointAuthDigest: true
            endpointUTUsername: admin
            endpointUTPassword: hush
            productionUrl: http://p0
            sandboxUrl: http://s0
            """, "api.yaml", new ImportOptions { Anonymous = true });

        Assert.Contains("url = \"http://p0\"\ntimeout = \"2m\"\nsecurity = { type = \"digest\", username = \"admin\", password = \"$env{A_1_0_0_PASSWORD}\" }\n", Importing.Toml(result), StringComparison.Ordinal);
        Assert.Contains("url = \"http://s0\"\ntimeout = \"2m\"\nsecurity = { type = \"digest\", username = \"admin\", password = \"$env{A_1_0_0_SANDBOX_PASSWORD}\" }\n", result.Value!.Toml, StringComparison.Ordinal);
        Assert.Equal("Set the environment variable A_1_0_0_SANDBOX_PASSWORD to the password, on every edge: it is not written into the configuration.", result.Report.Last(line => line.Key == "endpointUTPassword").Text);
    }

    [Fact]
    public void Cors_is_written_when_the_API_switches_it_on() => Assert.Equal(
        Api("endpoint = \"a-1.0.0\"\ncors = { allow_origins = [\"https://app.example.com\"], allow_methods = [\"GET\"], allow_headers = [\"*\"], allow_credentials = true }\n"),
        Toml("corsConfiguration: {corsConfigurationEnabled: true, accessControlAllowOrigins: ['https://App.example.com/'], accessControlAllowMethods: [GET], accessControlAllowHeaders: ['*', x], accessControlAllowCredentials: true}"));

    [Fact]
    public void Inline_scripts_answer_in_place_of_the_backend()
    {
        var result = Importing.Project(new ImportOptions { Anonymous = true },
            ("api.yaml", $"type: api\nversion: v4\ndata:\n  name: A\n  version: 1.0.0\n  context: /a\n  lifeCycleStatus: PROTOTYPED\n  endpointImplementationType: INLINE\n  {Endpoint}  operations: [{{target: '/x/{{id}}', verb: GET}}, {{target: /y, verb: PUT}}]\n"),
            ("Definitions/swagger.yaml", "openapi: 3.0.1\npaths:\n  '/x/{id}': {get: {x-mediation-script: \"mc.setProperty('HTTP_SC', '200');\"}}\n"));

        Assert.Equal(
            "# Imported from project by 'gateway import'.\n\n[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1.0.0\"\nlifecycle = \"PROTOTYPED\"\n\n"
                + "[[api.resource]]\npath = \"/x/{id}\"\nmethods = [\"GET\"]\nmock = { script = \"a-1.0.0/mocks/get-x-id.js\" }\n\n"
                + "[[api.resource]]\npath = \"/y\"\nmethods = [\"PUT\"]\nmock = { inline = \"\" }\n",
            Importing.Toml(result));
        Assert.Equal([("a-1.0.0/mocks/get-x-id.js", "mc.setProperty('HTTP_SC', '200');")],
            result.Value!.Files.Select(file => (file.Path, file.Text)));
    }

    [Theory]
    [InlineData("type: api_product\nversion: v4\ndata: {name: A}\n", "api.yaml:1:7: error: a document of type 'api_product' cannot be imported")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\ntype: WEBSUB\n" + Endpoint, "api.yaml:4:7: error: an API of type WEBSUB cannot be imported")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\ntype: SOAPTOREST\n" + Endpoint, "api.yaml:4:7: error: an API of type SOAPTOREST cannot be imported")]
    [InlineData("name: \"A\\u0007\"\nversion: 1.0.0\ncontext: /a\n" + Endpoint, "api.yaml:1:7: error: this cannot be the name of an API")]
    [InlineData("name: A\nversion: 1/0\ncontext: /a\n" + Endpoint, "api.yaml:2:10: error: this cannot be the version of an API: it is one part of the path")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a//b\n" + Endpoint, "api.yaml:3:10: error: this cannot be a context: a part of it is empty")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\n", "api.yaml:1:1: error: the API has no endpointConfig")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\ninSequence: log_all\n" + Endpoint, "api.yaml:4:13: error: the sequence 'log_all' is not among the files")]
    [InlineData("name: A\nversion: 1.0.0\ncontext: /a\noperations: [{target: '/a/{b', verb: GET}]\n" + Endpoint, "api.yaml:4:23: error: \"/a/{b\" cannot be the path of a resource: ")]
    [InlineData("just: a\nmap: of keys\n", "api.yaml:1:1: error: this is no API: it has no name, or no context")]
    [InlineData("name: [A\n", "api.yaml:2:1: error: this is not YAML: ")]
    [InlineData("{\"name\": \"A\",, }", "api.yaml:1:14: error: this is not JSON: ")]
    public void What_cannot_be_imported_is_refused_at_its_place(string text, string problem)
    {
        var result = Importing.Single(text, "api.yaml");

        Assert.Null(result.Value);
        Assert.Contains(result.Problems, known => known.ToString().StartsWith(problem, StringComparison.Ordinal));
    }

    private static string Toml(string keys, string operations = Open) => Importing.Toml(Importing.Single($"name: A\nversion: 1.0.0\ncontext: /a\n{keys}\n{Endpoint}{operations}", "api.yaml"));

    private static string Api(string keys, string resources = "\n[[api.resource]]\npath = \"/a\"\nmethods = [\"GET\"]\n")
    {
        var type = keys.Contains("PROTOTYPED", StringComparison.Ordinal) ? "type = \"prototype\"\n" : "";
        return $"# Imported from api.yaml by 'gateway import'.\n\n[[endpoint]]\nname = \"a-1.0.0\"\n{type}url = \"http://p0\"\ntimeout = \"2m\"\n\n[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1.0.0\"\n{keys}{resources}";
    }
}
