namespace Gateway.Management.Access;

/// <summary>Marks a request that needs no token.</summary>
internal sealed class OpenToAnybody
{
    public static OpenToAnybody Instance { get; } = new();
}

/// <summary>Marks a POST that changes nothing: the right to look is enough for it.</summary>
internal sealed class OpenToReaders
{
    public static OpenToReaders Instance { get; } = new();
}

/// <summary>
/// Marks a page that an operator opens with a browser: it cannot send a bearer token when it is navigated to, so it is asked for the same
/// token as the password of Basic (RFC 7617).
/// </summary>
internal sealed class ForOperatorsWithBrowsers
{
    public static ForOperatorsWithBrowsers Instance { get; } = new();
}

/// <summary>Marks a request that changes something.</summary>
/// <param name="MediaTypes">What it may carry.</param>
internal sealed record ChangeContent(string[] MediaTypes)
{
    /// <summary>What a change carries unless its route says otherwise.</summary>
    public static ChangeContent Json { get; } = new(["application/json"]);
}
