using System.Globalization;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Routing;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>The properties that WSO2 sets for sequences itself.</summary>
internal static class KnownProperties
{
    /// <summary>A property of the default scope that no sequence has set.</summary>
    public static object? OfDefault(string name, MediationRun run)
    {
        var message = run.Message;
        switch (name)
        {
            case "To":
                return run.To?.Url ?? message.Path + message.Query;
            case "RESPONSE":
                return message.Status > 0 ? "true" : null;
            case "MESSAGE_FORMAT":
                return FormatOf(message);
            case "MessageID":
                return $"urn:uuid:{message.RequestId}";
            case "SYSTEM_TIME":
                return message.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            case "SYSTEM_DATE":
                return message.Now.ToString("M/d/yy h:mm tt", CultureInfo.InvariantCulture);
            case "TRANSPORT_IN_NAME":
                return message.Scheme;
            case "REST_METHOD" or "api.ut.HTTP_METHOD":
                return message.Method;
            case "REST_FULL_REQUEST_PATH":
                return message.Path + message.Query;
            case "REST_SUB_REQUEST_PATH":
                return string.Concat(message.Path.AsSpan(message.PostfixStart), message.Query);
            case "REST_API_CONTEXT" or "api.ut.context":
                return message.ApiContext;
            case "REST_API_VERSION" or "SYNAPSE_REST_API_VERSION" or "api.ut.version":
                return message.ApiVersion;
            case "SYNAPSE_REST_API" or "api.ut.api_version":
                return $"{message.ApiName}:v{message.ApiVersion}";
            case "API_NAME" or "api.ut.api":
                return message.ApiName;
            case "API_ELECTED_RESOURCE" or "api.ut.resource":
                return message.Resource;
            case "AM_KEY_TYPE":
                return message.IsSandbox ? "SANDBOX" : "PRODUCTION";
            case "api.ut.hostName" or "REMOTE_ADDR":
                return message.RemoteAddress;
            default:
                return name.StartsWith(RequestVariables.PathPrefix, StringComparison.Ordinal)
                    || name.StartsWith(RequestVariables.QueryPrefix, StringComparison.Ordinal)
                    ? message.Variable(name)
                    : null;
        }
    }

    /// <summary>A property of the scope <c>axis2</c> that no sequence has set.</summary>
    public static object? OfAxis2(string name, MediationRun run)
    {
        var message = run.Message;
        return name switch
        {
            "HTTP_METHOD" or "HTTP_METHOD_OBJECT" => run.Method ?? message.Method,
            "REST_URL_POSTFIX" => run.IsPostfixChanged ? run.Postfix : string.Concat(message.Path.AsSpan(message.PostfixStart), message.Query),
            "ContentType" => message.Header("Content-Type"),
            "messageType" => ContentTypes.MediaOf(message.Header("Content-Type")) is { Length: > 0 } media ? media : null,
            "HTTP_SC" => message.Status > 0 ? message.Status.ToString(CultureInfo.InvariantCulture) : null,
            "REMOTE_ADDR" => message.RemoteAddress,
            "TransportInURL" => message.Path + message.Query,
            _ => null,
        };
    }

    private static string FormatOf(IMediatedMessage message) => ContentTypes.MediaOf(message.Header("Content-Type")) switch
    {
        ContentTypes.Soap11 => "soap11",
        ContentTypes.Soap12 => "soap12",
        "" when message.Method == "GET" => "get",
        _ => "pox",
    };
}
