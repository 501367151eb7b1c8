using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Authentication;

/// <summary>How the gateway makes itself known to one endpoint's backend: one for each kind of <c>security</c>.</summary>
internal abstract class BackendLogin
{
    /// <summary>Keeps a request's body, if it may have to be sent again. Called before anything of it is read.</summary>
    public virtual void Keep(GatewayRequest request)
    {
    }

    /// <summary>Gets ready for a try.</summary>
    /// <param name="request">The request, in the form in which it is sent.</param>
    /// <param name="address">Where it goes.</param>
    /// <returns>Null when no credentials are to be had: nothing can be sent.</returns>
    public abstract ValueTask<LoginTurn?> BeginAsync(GatewayRequest request, Uri address);
}

/// <summary>What a login does in one try. Used by one at a time.</summary>
internal abstract class LoginTurn
{
    /// <summary>Puts credentials into a message, in the place of the client's own.</summary>
    public abstract void Write(HttpRequestMessage message);

    /// <summary>
    /// Whether an answer only asks for credentials, or for newer ones, and the request can be sent again with them. Such an answer is thrown
    /// away, and <see cref="AgainAsync"/> follows.
    /// </summary>
    public virtual bool Refuses(HttpResponseMessage answer) => false;

    /// <summary>Gets ready to be sent again.</summary>
    /// <returns>False when no credentials are to be had.</returns>
    public virtual ValueTask<bool> AgainAsync() => ValueTask.FromResult(true);

    /// <summary>The message did not leave: no connection.</summary>
    public virtual void NotSent()
    {
    }

    /// <summary>Puts an <c>Authorization</c> header into a message, or only takes the client's own away.</summary>
    protected static void Set(HttpRequestMessage message, string? authorization)
    {
        message.Headers.Remove("Authorization");
        if (authorization is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
    }
}
