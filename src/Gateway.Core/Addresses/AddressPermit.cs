namespace Gateway.Core.Addresses;

/// <summary>Leave to try a computed address, and what its outcome counts for.</summary>
/// <param name="Authority">The address.</param>
/// <param name="Seen">The last change that the book had made when it was given: a failure routed before a change says nothing after it.</param>
/// <param name="IsTrial">Whether it is the one try of an address whose suspension has run out.</param>
public readonly record struct AddressPermit(string Authority, long Seen, bool IsTrial);

/// <summary>What an outcome changed.</summary>
public enum AddressChange
{
    /// <summary>Nothing that others could notice.</summary>
    None,

    /// <summary>The address is left alone from now on.</summary>
    LeftAlone,

    /// <summary>The address is in use again.</summary>
    Back,
}

/// <summary>One address of a book, for those who operate the gateway.</summary>
/// <param name="Authority">Scheme, host and port.</param>
/// <param name="State">Its state.</param>
/// <param name="LeftAloneFor">How much longer it is left alone.</param>
/// <param name="Suspensions">Suspensions in a row.</param>
public readonly record struct AddressStanding(string Authority, Suspension.MemberState State, TimeSpan LeftAloneFor, int Suspensions);
