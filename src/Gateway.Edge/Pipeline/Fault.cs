using Gateway.Core.Addresses;
using Gateway.Core.Attempts;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Pipeline;

/// <summary>An answer of the gateway's own, in WSO2's words (API Manager's sequences <c>main.xml</c>, <c>fault.xml</c> and others).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">WSO2's code.</param>
/// <param name="Type">What kind of report it is.</param>
/// <param name="Message">Short.</param>
/// <param name="Description">A sentence.</param>
internal sealed record Fault(int Status, string Code, string Type, string Message, string Description)
{
    public static Fault NoApi { get; } =
        new(404, "404", "Status report", "Not Found", "The requested resource is not available.");

    public static Fault NoResource { get; } = new(
        404, "404", "Status report", "Not Found", "No matching resource found for given API Request");

    public static Fault WrongMethod { get; } = new(
        405, "405", "Status report", "Method Not Allowed", "Method not allowed for given API resource");

    public static Fault NoCredentials { get; } = new(
        401, "900902", "Status report", "Missing Credentials",
        "Invalid Credentials. Make sure your API invocation call has a header: 'Authorization : Bearer ACCESS_TOKEN'");

    public static Fault NoProductionEndpoint { get; } = new(
        403, "900901", "Status report", "Runtime Error",
        "Production key offered to the API with no production endpoint");

    public static Fault NoSandboxEndpoint { get; } = new(
        403, "900901", "Status report", "Runtime Error",
        "Sandbox key offered to the API with no sandbox endpoint");

    public static Fault SandboxKeyInProduction { get; } = new(
        401, "900901", "Status report", "Runtime Error", "Sandbox Key Provided for Production Gateway");

    public static Fault ProductionKeyInSandbox { get; } = new(
        401, "900901", "Status report", "Runtime Error", "Production Key Provided for Sandbox Gateway");

    public static Fault Blocked { get; } = new(
        503, "700700", "Status report", "API blocked",
        "This API has been blocked temporarily. Please try again later or contact the system administrators.");

    public static Fault NoAddress { get; } = new(
        400, "400", "Status report", "Bad Request", "The request's path or query gives no address that may be called");

    public static Fault BodyTooLarge { get; } = new(
        413, "413", "Status report", "Content Too Large", "The request's body is longer than what may be read to choose its endpoint");

    public static Fault NoRoute { get; } = new(
        404, "404", "Status report", "Not Found", "No route of the endpoint takes this request, and it has no default");

    public static Fault RouteScriptFailed { get; } = new(
        500, "500", "Status report", "Internal Server Error", "The script that chooses the endpoint failed");

    public static Fault NoSuchTarget { get; } = new(
        500, "500", "Status report", "Internal Server Error", "The script that chooses the endpoint has named one that it cannot choose");

    public static Fault ScriptsBusy { get; } = new(
        503, "503", "Status report", "Service Unavailable", "Too many scripts are running");

    public static Fault NoDescription { get; } = new(
        404, "404", "Status report", "Not Found", "The API has no such description; its WSDL 1.1 is at ?wsdl");

    public static Fault NotReady { get; } = new(
        503, "503", "Status report", "Service Unavailable", "The gateway has no configuration yet");

    public static Fault WrongTransport(string scheme) => new(
        403, "403", "Status report", "Forbidden", $"Unsupported Transport [ {scheme} ]. The requested resource is not available.");

    /// <summary>The address that was computed for the request may not be called.</summary>
    public static Fault Of(AddressRefusal refusal) => new(
        403, "403", "Status report", "Forbidden", AddressRefusals.Describe(refusal));

    /// <summary>The request's body could not be read to its end.</summary>
    public static Fault BadBody(Exception reason) => (reason as BadHttpRequestException)?.StatusCode is StatusCodes.Status413PayloadTooLarge
        ? TooLarge
        : new Fault(400, "400", "Status report", "Bad Request", "The request's body could not be read");

    public static Fault TooLarge { get; } = new(413, "413", "Status report", "Payload Too Large", "The message is larger than can be put into the endpoint's format");

    /// <summary>A message that is not XML; Synapse's code for that.</summary>
    public static Fault BadMessage(int line, int position) => new(
        400, "601000", "Status report", "Bad Request",
        line > 0 ? $"The message cannot be read as XML (line {line}, position {position})" : "The message cannot be read as XML");

    public static Fault WrongMessage { get; } = new(
        415, "415", "Status report", "Unsupported Media Type", "A message of this type cannot be put into the endpoint's format");

    /// <summary>No member answered, or none could be asked.</summary>
    public static Fault Of(AttemptOutcome outcome)
    {
        var status = ErrorCodes.IsOfGroup(outcome.ErrorCode) ? 503
            : outcome.ErrorCode is ErrorCodes.Timeout or ErrorCodes.ConnectTimeout ? 504
            : 502;
        return new Fault(
            status, $"{outcome.ErrorCode}", "Status report", "Runtime Error", ErrorCodes.Describe(outcome.ErrorCode));
    }
}
