using Gateway.Core.Routing;

namespace Gateway.Core.Mediation.Rules;

/// <summary>What rules see of a request.</summary>
public interface IRouteSubject
{
    /// <summary>The method, in upper case as HTTP has it.</summary>
    string Method { get; }

    /// <summary>What lies behind the API's context, as the client wrote it: begins with <c>/</c>, or is empty.</summary>
    ReadOnlySpan<char> Path { get; }

    /// <summary>The query as the client wrote it, with its <c>?</c>; empty: none.</summary>
    ReadOnlySpan<char> Query { get; }

    /// <summary>Whether there may be a body.</summary>
    bool HasBody { get; }

    /// <summary>A header's value, several lines joined by commas (RFC 9110, 5.3); null when there is none.</summary>
    string? Header(string name);

    /// <summary>The request's variables, <c>uri.var.*</c> and <c>query.param.*</c>.</summary>
    RequestVariables ReadVariables();
}
