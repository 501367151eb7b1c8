namespace Gateway.Cli;

/// <summary>What <c>gateway</c> ends with. Scripts depend on these numbers.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>The configuration or import is invalid.</summary>
    public const int Invalid = 1;

    public const int WrongUsage = 2;

    /// <summary>The cluster cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Refused by state: a life-cycle rule, or a revision that has moved on.</summary>
    public const int RefusedByState = 4;
}
