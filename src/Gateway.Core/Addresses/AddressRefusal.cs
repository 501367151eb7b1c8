namespace Gateway.Core.Addresses;

/// <summary>Why an address that was computed for a request may not be called.</summary>
public enum AddressRefusal
{
    /// <summary>It may.</summary>
    None,

    /// <summary>It is no absolute address, or holds what no address may hold.</summary>
    Malformed,

    /// <summary>It is neither http nor https.</summary>
    Scheme,

    /// <summary>It holds a user or a password.</summary>
    UserInfo,

    /// <summary>The endpoint allows no computed address at all: it has no <c>allowed_hosts</c>.</summary>
    NoneAllowed,

    /// <summary>Its host, or its port, is not in <c>allowed_hosts</c>.</summary>
    NotAllowed,

    /// <summary>
    /// It is, or its name leads only to, an address of this machine, of its link, of a cloud's metadata and the like, which
    /// <c>allowed_hosts</c> does not list as an address.
    /// </summary>
    Reserved,
}

/// <summary>Refusals in words.</summary>
public static class AddressRefusals
{
    /// <summary>The value of a metric's tag.</summary>
    public static string Word(AddressRefusal refusal) => refusal switch
    {
        AddressRefusal.None => "none",
        AddressRefusal.Malformed => "malformed",
        AddressRefusal.Scheme => "scheme",
        AddressRefusal.UserInfo => "userinfo",
        AddressRefusal.NoneAllowed => "none_allowed",
        AddressRefusal.NotAllowed => "not_allowed",
        _ => "reserved",
    };

    /// <summary>A sentence for a fault's description. It never repeats the address: a client has chosen it.</summary>
    public static string Describe(AddressRefusal refusal) => refusal switch
    {
        AddressRefusal.Malformed => "The address computed for this request cannot be read",
        AddressRefusal.Scheme => "The address computed for this request is neither http nor https",
        AddressRefusal.UserInfo => "The address computed for this request holds a user or a password",
        AddressRefusal.NoneAllowed => "The address computed for this request may not be called: the endpoint has no allowed_hosts",
        AddressRefusal.NotAllowed => "The address computed for this request may not be called: allowed_hosts does not have its host and port",
        _ => "The address computed for this request may not be called: it belongs to this machine, its network link or its cloud, and allowed_hosts does not list it",
    };
}
