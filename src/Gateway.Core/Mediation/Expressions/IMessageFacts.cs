using System.Xml.Linq;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>What expressions can ask of a message. A run of a sequence is one; a rule over a message that is passing may be another.</summary>
public interface IMessageFacts
{
    /// <summary>A property: a text, a number, a truth value, an <see cref="XElement"/>, or JSON.</summary>
    /// <param name="scope">Its scope.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null when it is not set.</returns>
    object? Property(PropertyScope scope, string name);

    /// <summary>A parameter of the request's query, decoded, its name without regard to case; empty when there is none.</summary>
    string QueryParameter(string name);

    /// <summary>The message as a SOAP envelope; what is no SOAP message stands in one that is made for it, as in WSO2.</summary>
    /// <exception cref="ExpressionException">The message's body is no XML and cannot be made any.</exception>
    XElement Envelope { get; }
}
