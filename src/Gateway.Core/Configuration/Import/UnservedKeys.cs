namespace Gateway.Core.Configuration.Import;

/// <summary>What WSO2's gateway does for an API and this one does not: said when it is switched on.</summary>
internal static class UnservedKeys
{
    private static readonly (string Key, string Text)[] Switches =
    [
        ("enableSchemaValidation", "Messages are not checked against the definition's schemas."),
        ("responseCachingEnabled", "Answers are not cached."),
        ("responseCache", "Answers are not cached."),
        ("responseCacheTtl", "Answers are not cached."),
        ("cacheTimeout", "Answers are not cached."),
        ("apiThrottlingPolicy", "Requests are not limited."),
        ("apiLevelPolicy", "Requests are not limited."),
        ("maxTps", "Requests are not limited."),
        ("productionMaxTps", "Requests are not limited."),
        ("sandboxMaxTps", "Requests are not limited."),
        ("authorizationHeader", "Credentials of consumers are not checked."),
        ("apiKeyHeader", "Credentials of consumers are not checked."),
        ("enableSubscriberVerification", "Consumers are not known."),
        ("testKey", "There are no tests of the publisher's."),
    ];

    /// <summary>Says of each that it does nothing here.</summary>
    public static void Tell(Fields api)
    {
        foreach (var (key, text) in Switches)
        {
            if (!api.Has(key))
            {
                continue;
            }

            var item = api[key];
            var isOff = item.IsNothing || item.Flag() == false || item.Text is "Disabled" or "Unlimited" or "-1"
                || key is "cacheTimeout" or "responseCacheTtl" or "authorizationHeader" or "apiKeyHeader";
            item.Told(isOff ? ImportVerdict.LeftOut : ImportVerdict.NotSupported, text);
        }
    }
}
