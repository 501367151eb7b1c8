using System.Collections.Frozen;

namespace Gateway.Core.Configuration;

/// <summary>WSO2 API Manager's top-level tables in <c>deployment.toml</c>.</summary>
internal static class Wso2Tables
{
    /// <summary>Those that a gateway could act on, with what to do instead.</summary>
    public static FrozenDictionary<string, string> ThatConcernGateways { get; } = new Dictionary<string, string>
    {
        ["server"] = "They may stay: they change nothing here.",
        ["apim"] = "Of [apim], this gateway acts on name, type, http_endpoint and https_endpoint of [[apim.gateway.environment]], and on [apim.cors].",
        ["keystore"] = "Java key stores are not read; certificates of the HTTPS listener stand in [[server.certificate]].",
        ["truststore"] = "Java key stores are not read; authorities to trust stand in 'ca' of an endpoint's 'tls', those of clients in [server] client_ca.",
        ["transport"] = "Of [transport], this gateway acts on the listeners' ports, and on HostnameVerifier, HttpsProtocols and SSLVerifyClient of passthru_https.",
        ["passthru_http"] = "Timeouts of backends stand in each [[endpoint]].",
        ["passthru_https"] = "Timeouts of backends stand in each [[endpoint]].",
        ["synapse_properties"] = "Timeouts of backends stand in each [[endpoint]].",
        ["synapse"] = "Timeouts of backends stand in each [[endpoint]].",
        ["apimgt"] = "Certificates of clients are checked as SSLVerifyClient and [server] client_ca say; APIs do not look at them yet.",
        ["clustering"] = "Nodes find each other by [cluster].",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those of other parts of the product.</summary>
    public static FrozenSet<string> OfOtherParts { get; } = new[]
    {
        "admin_console", "admin_service", "analytics", "api_mgt", "authentication", "authorization_manager", "bundle", "cache", "carbon", "catalog",
        "configuration", "console", "cors", "custom_trustmanager", "database", "database_configuration", "datasource", "device_mgt", "encryption", "event",
        "event_handler", "event_listener", "event_publisher", "extensions", "feature", "fido", "governance", "healthcheck",
        "http_get_interceptor", "identity", "identity_mgt", "identity_provider", "idp", "indexing", "internal_hash", "jaggery", "jmx", "jndi", "jwt",
        "key_manager", "keyStore", "limits", "log", "mediation", "message_builder", "message_builders", "message_formatter", "message_formatters",
        "messageBuilders", "messageFormatters", "monitoring", "multi_tenancy", "myaccount", "notification", "notification_templates",
        "oauth", "output_adapter", "password_policy", "patch", "providers", "proxy", "realm_manager", "recaptcha", "registry", "resource", "resource_access_control", "role_mgt",
        "saml", "scim2", "scheduler", "secondary_user_store", "security", "service_provider", "session", "session_data", "siddhi", "sso", "stats", "super_admin", "system", "system_applications",
        "system_parameter", "task_manager", "template", "tenant", "tenant_context", "tenant_mgt", "throttling", "token", "tomcat", "tracing", "user", "user_mgt", "user_store", "user_stores", "websub",
        "websocket", "webcontext", "workflow", "xacml",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys of <c>[server]</c> that are WSO2's.</summary>
    public static FrozenSet<string> KeysOfServer { get; } = new[]
    {
        "base_path", "bundle_state_list", "certificate_auth", "disable_shutdown_from_api", "discard_empty_caches", "enable_email_domain", "enable_restart_from_api",
        "enable_shutdown_from_api", "enable_swagger_ui", "force_local_cache", "house_keeping", "idle_timeout", "internal_hostname", "is_cloud_deployment",
        "is_managed_by_carbon", "main_server_roles", "mgt_hostname", "mgt_proxy_context_path", "name", "node_ip", "nonce_validity_period", "proxy_context_path",
        "server_details", "server_key", "server_role", "serverDetails", "ssl_verify_client", "userAgent", "version", "webContextRoot", "work_directory",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys of <c>[[apim.gateway.environment]]</c> that serve WSO2's portals and other protocols.</summary>
    public static FrozenSet<string> KeysOfEnvironment { get; } = new[]
    {
        "gateway_type", "provider", "display_name", "display_in_api_console", "description", "show_as_token_endpoint_url", "service_url", "username", "password",
        "ws_endpoint", "wss_endpoint", "websub_event_receiver_http_endpoint", "websub_event_receiver_https_endpoint", "virtual_host", "properties",
        "additional_properties", "mode", "visibility", "visible_roles", "scheduled_interval", "api_discovery_scheduled_window", "organization",
    }.ToFrozenSet(StringComparer.Ordinal);
}
