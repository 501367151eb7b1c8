using System.Collections.Frozen;

namespace Gateway.Core.Configuration.Import;

/// <summary>Keys of an <c>api.yaml</c> that no gateway acts on.</summary>
internal static class ApiKeys
{
    public const string WhatFor = "For the publisher and the developer portal only.";

    public static FrozenSet<string> OfThePublisher { get; } = new[]
    {
        "id", "uuid", "displayName", "description", "provider", "tags", "documents", "lastUpdated", "lastUpdatedTime",
        "lastUpdatedTimestamp", "createdTime",
        "availableTiers", "availableSubscriptionLevelPolicies", "apiHeaderChanged", "apiResourcePatternsChanged", "visibility",
        "visibleRoles", "visibleTenants",
        "gatewayLabels", "gatewayEnvironments", "labels", "environments", "environmentList", "deploymentEnvironments", "advertiseOnly",
        "advertiseInfo",
        "isRevision", "revisionId", "revisionedApiId", "enableStore", "policies", "subscriptionAvailability",
        "subscriptionAvailableTenants", "additionalProperties",
        "additionalPropertiesMap", "monetization", "monetizationProperties", "isMonetizationEnabled", "accessControl", "accessControlRoles",
        "businessInformation",
        "scopes", "categories", "apiCategories", "keyManagers", "rating", "isLatest", "isPublishedDefaultVersion", "endpoints",
        "hasThumbnail", "workflowStatus",
        "thumbnailUrl", "thumbnail", "businessOwner", "businessOwnerEmail", "technicalOwner", "technicalOwnerEmail",
        "subscriptionAvailabilityTenants", "versionTimestamp",
        "gatewayVendor", "gatewayType", "asyncTransportProtocols", "wsUriMapping", "audience", "audiences", "subscriberVerification",
        "isPublishedVersion", "initiatedFromGateway",
        "redirectURL", "apiOwner", "advertiseOnlyAPIVendor", "originalDevPortalUrl", "vendor", "serviceInfo",
        "websubSubscriptionConfiguration", "wsdlUrl", "wsdlArchivePath",
        "soapToRestSequences", "swaggerDefinition", "lastUpdatedBy", "createdBy", "organization", "organizationId", "egress", "subtype",
        "primaryProductionEndpointId",
        "primarySandboxEndpointId", "status",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>These and more.</summary>
    public static FrozenSet<string> With(params IEnumerable<string> more) => OfThePublisher.Concat(more).ToFrozenSet(StringComparer.Ordinal);
}
